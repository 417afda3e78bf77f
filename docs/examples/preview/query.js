// The query of a page: the same that the site asks for what is published.
export const PAGE = `
  query Page($path: String!) {
    route(path: $path) {
      __typename
      ... on PageRoute {
        page {
          __typename
          title
          breadcrumbs { title }
          ... on HomePage { heroTitle heroText heroImage { ...Picture } openingText { html } body { ...Block } }
          ... on NarrativePage { introduction heroImage { ...Picture } body { ...Block } }
          ... on AreaPage { summary body { ...Block } }
          ... on CityPage { summary heroImage { ...Picture } body { ...Block } milestones { date title } }
          ... on WorkFrontPage { summary heroImage { ...Picture } body { ...Block } }
          ... on StoryPage { summary heroImage { ...Picture } body { ...Block } }
          ... on FormPage { introduction body { ...Block } fields { label } }
          ... on PrivacyNoticePage { introduction body { ...Block } }
          ... on AreaIndexPage { introduction children { nodes { title } } }
          ... on CityIndexPage { introduction children { nodes { title } } }
          ... on StoryIndexPage { introduction children { nodes { title } } }
        }
      }
    }
  }
  fragment Picture on Image { alt credit responsive(preset: CONTENT) { src srcSet sizes width height } }
  fragment Block on BodyBlock {
    __typename
    ... on HeadingBlock { id title level }
    ... on RichTextBlock { id text { html } }
    ... on QuoteBlock { id quote author role }
    ... on AccordionBlock { id heading sections { title text { html } } }
    ... on DividerBlock { id }
    ... on ImageBlock { id image { ...Picture } caption }
    ... on GalleryBlock { id heading images { image { ...Picture } caption } }
    ... on VideoBlock { id title videoUrl caption }
    ... on DocumentBlock { id document { title url } heading summary }
    ... on StatisticBlock { id value unit label source year }
    ... on StatisticsBlock { id heading statistics { value unit label source year } }
    ... on TableBlock { id title columns { name } rows { cells { content number } } }
    ... on TimelineBlock { id heading events { date title summary } }
    ... on CallToActionBlock { id title summary buttonLabel url page { path } }
    ... on CardsBlock { id heading cards { heading summary page { title path } } }
    ... on MapBlock { id heading cities { title path } }
  }
`;
