import { Block } from './body'
import { Form } from './forms'
import { Card, HeroImage, Numbers, Picture } from './fragments'
import { graphql, type ResultOf } from './graphql'

export { StartForm, SubmitForm } from './forms'

/** Every address of the site: asked again with `endCursor` until there is no next page. */
export const Paths = graphql(`
  query Paths($after: String) {
    paths(first: 1000, after: $after) {
      nodes {
        path
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

const Site = graphql(`
  fragment Site on Site {
    name
    locale {
      code
    }
    footer {
      html
    }
    contact {
      email
      phone
      address
    }
    socialProfiles {
      network
      url
    }
    menus {
      handle
      items {
        id
        label
        url
        page {
          path
        }
      }
    }
  }
`)

const Head = graphql(
  `
    fragment Head on PageInterface {
      locale {
        code
      }
      breadcrumbs {
        title
        path
      }
      seo {
        title
        description
        canonicalUrl
        robots
        jsonLd
        alternates {
          url
          locale {
            code
          }
        }
        image {
          alt
          rendition(preset: SHARE) {
            url
            width
            height
          }
        }
      }
    }
  `,
)

const Home = graphql(
  `
    fragment Home on HomePage {
      heroTitle
      heroText
      heroImage {
        ...HeroImage
      }
      openingText {
        html
      }
      body {
        ...Block
      }
      featuredCities {
        ...Card
      }
      featuredAreas {
        ...Card
      }
    }
  `,
  [HeroImage, Block, Card],
)

const Narrative = graphql(
  `
    fragment Narrative on NarrativePage {
      introduction
      heroImage {
        ...HeroImage
      }
      body {
        ...Block
      }
      below: children(first: 100) {
        nodes {
          ...Card
        }
      }
    }
  `,
  [HeroImage, Block, Card],
)

const Area = graphql(
  `
    fragment Area on AreaPage {
      summary
      colour
      body {
        ...Block
      }
      areaCities: cities(first: 100) {
        totalCount
        nodes {
          ...Card
        }
      }
      workFronts(first: 100, orderBy: [CITY_ASC]) {
        totalCount
        nodes {
          ...Card
          city {
            title
          }
        }
      }
    }
  `,
  [Block, Card],
)

const City = graphql(
  `
    fragment City on CityPage {
      summary
      cityStatus: status
      sinceYear
      untilYear
      reviewedOn
      population {
        count
        year
        source
      }
      municipality {
        ibgeCode
        state
      }
      heroImage {
        ...HeroImage
      }
      body {
        ...Block
      }
      areas {
        title
        path
        colour
      }
      leaders {
        id
        name
        role
        organisation
        photo {
          placeholder {
            colour
          }
          responsive(preset: THUMBNAIL) {
            ...Picture
          }
        }
      }
      milestones {
        id
        date
        precision
        title
        text
      }
      measurements(first: 100) {
        nodes {
          ...Numbers
        }
      }
      workFronts(first: 100) {
        totalCount
        nodes {
          ...Card
        }
      }
      sharedWorkFronts(first: 100) {
        totalCount
        nodes {
          ...Card
          city {
            title
          }
        }
      }
      stories(first: 12) {
        totalCount
        nodes {
          ...Card
        }
      }
    }
  `,
  [HeroImage, Picture, Block, Card, Numbers],
)

const WorkFront = graphql(
  `
    fragment WorkFront on WorkFrontPage {
      summary
      workFrontStatus: status
      startedYear
      endedYear
      reviewedOn
      heroImage {
        ...HeroImage
      }
      body {
        ...Block
      }
      city {
        title
        path
      }
      otherCities {
        title
        path
      }
      area {
        title
        path
      }
      partners {
        id
        name
        kind
        website
      }
      measurements(first: 100) {
        nodes {
          ...Numbers
        }
      }
      stories(first: 12) {
        totalCount
        nodes {
          ...Card
        }
      }
    }
  `,
  [HeroImage, Block, Card, Numbers],
)

const Story = graphql(
  `
    fragment Story on StoryPage {
      kind
      date
      summary
      heroImage {
        ...HeroImage
      }
      body {
        ...Block
      }
      areas {
        title
        path
      }
      storyCities: cities {
        title
        path
      }
      workFront {
        title
        path
      }
      documents {
        id
        title
        url
        filename
        fileSize
      }
    }
  `,
  [HeroImage, Block],
)

const FormPage = graphql(
  `
    fragment FormPage on FormPage {
      introduction
      body {
        ...Block
      }
      ...Form
    }
  `,
  [Block, Form],
)

/** The pages of an index, a hundred at a time. */
const List = graphql(
  `
    fragment List on PageInterface {
      children(first: 100, after: $after) {
        nodes {
          ...Card
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [Card],
)

/** Everything that one page shows. `after` turns the pages of an index; the others ignore it. */
export const Page = graphql(
  `
    query Page($path: String!, $after: String) {
      site {
        ...Site
      }
      programme {
        cities
        workFronts
        areas
        citizensReached
      }
      route(path: $path) {
        __typename
        ... on PageRoute {
          page {
            __typename
            title
            path
            ...Head
            ...Home
            ...Narrative
            ...Area
            ...City
            ...WorkFront
            ...Story
            ...FormPage
            ... on AreaIndexPage {
              introduction
              ...List
            }
            ... on CityIndexPage {
              introduction
              ...List
            }
            ... on StoryIndexPage {
              introduction
              ...List
            }
          }
        }
      }
    }
  `,
  [Site, Head, Home, Narrative, Area, City, WorkFront, Story, FormPage, List],
)

/** What the page for addresses where nothing is shows: the site around it. */
export const NotFound = graphql(
  `
    query NotFound {
      site {
        ...Site
      }
    }
  `,
  [Site],
)

export type SiteData = ResultOf<typeof Site>
export type HeadData = ResultOf<typeof Head>
export type PageData = ResultOf<typeof Page>
type AnyPage = Extract<NonNullable<PageData['route']>, { __typename: 'PageRoute' }>['page']
export type PageOf<Name extends AnyPage['__typename']> = Extract<AnyPage, { __typename: Name }>
