import { graphql } from './graphql'

export const Picture = graphql(`
  fragment Picture on ResponsiveImage {
    src
    srcSet
    width
    height
    type
    sources {
      type
      srcSet
    }
  }
`)

export const HeroImage = graphql(
  `
    fragment HeroImage on Image {
      alt
      credit
      placeholder {
        colour
      }
      responsive(preset: HERO) {
        ...Picture
      }
    }
  `,
  [Picture],
)

export const CardImage = graphql(
  `
    fragment CardImage on Image {
      alt
      placeholder {
        colour
      }
      responsive(preset: CARD) {
        ...Picture
      }
    }
  `,
  [Picture],
)

export const ContentImage = graphql(
  `
    fragment ContentImage on Image {
      alt
      credit
      placeholder {
        colour
      }
      responsive(preset: CONTENT) {
        ...Picture
      }
    }
  `,
  [Picture],
)

/** A page as a card: every type has its own words for the text. */
export const Card = graphql(
  `
    fragment Card on PageInterface {
      __typename
      title
      path
      ... on AreaPage {
        summary
        colour
        order
      }
      ... on CityPage {
        summary
        municipality {
          state
        }
        heroImage {
          ...CardImage
        }
      }
      ... on WorkFrontPage {
        summary
        workFrontStatus: status
      }
      ... on StoryPage {
        summary
        kind
        date
        heroImage {
          ...CardImage
        }
      }
      ... on NarrativePage {
        introduction
        heroImage {
          ...CardImage
        }
      }
      ... on FormPage {
        introduction
      }
    }
  `,
  [CardImage],
)

export const Numbers = graphql(`
  fragment Numbers on Measurement {
    id
    indicator {
      name
      unit
    }
    date
    value
    kind
    source
  }
`)
