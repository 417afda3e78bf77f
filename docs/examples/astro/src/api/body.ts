import { Card, ContentImage } from './fragments'
import { graphql, type ResultOf } from './graphql'

/** Every field of every block. The list of kinds may grow: `Body.astro` leaves out what it does not know. */
export const Block = graphql(
  `
    fragment Block on BodyBlock {
      __typename
      ... on HeadingBlock {
        id
        title
        level
      }
      ... on RichTextBlock {
        id
        text {
          html
        }
      }
      ... on QuoteBlock {
        id
        quote
        author
        role
      }
      ... on AccordionBlock {
        id
        heading
        sections {
          title
          text {
            html
          }
        }
      }
      ... on DividerBlock {
        id
      }
      ... on ImageBlock {
        id
        image {
          ...ContentImage
        }
        caption
      }
      ... on GalleryBlock {
        id
        heading
        images {
          image {
            ...ContentImage
          }
          caption
        }
      }
      ... on VideoBlock {
        id
        title
        videoUrl
        provider
        caption
        transcript {
          html
        }
      }
      ... on DocumentBlock {
        id
        document {
          title
          url
          filename
          fileSize
        }
        heading
        summary
      }
      ... on StatisticBlock {
        id
        value
        unit
        label
        source
        year
      }
      ... on StatisticsBlock {
        id
        heading
        statistics {
          value
          unit
          label
          source
          year
        }
      }
      ... on TableBlock {
        id
        title
        columns {
          name
          kind
        }
        rows {
          cells {
            content
            number
          }
        }
      }
      ... on TimelineBlock {
        id
        heading
        events {
          date
          precision
          title
          summary
        }
      }
      ... on CallToActionBlock {
        id
        title
        summary
        buttonLabel
        page {
          path
        }
        url
      }
      ... on CardsBlock {
        id
        heading
        cards {
          page {
            ...Card
          }
          heading
          summary
        }
      }
      ... on MapBlock {
        id
        heading
        cities {
          title
          path
          municipality {
            state
            latitude
            longitude
          }
        }
      }
    }
  `,
  [Card, ContentImage],
)

export type AnyBlock = ResultOf<typeof Block>
export type BlockOf<Name extends AnyBlock['__typename']> = Extract<AnyBlock, { __typename: Name }>
