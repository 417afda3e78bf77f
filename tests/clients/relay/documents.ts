// Read by the Relay compiler alone: what its Babel plugin would put here, the test imports from generated/relay.
import { graphql } from 'relay-runtime';

graphql`
  query documentsCitiesQuery($count: Int!) {
    ...documents_cities @arguments(count: $count)
  }
`;

graphql`
  fragment documents_cities on Query
  @argumentDefinitions(count: { type: "Int!" }, cursor: { type: "String" })
  @refetchable(queryName: "documentsCitiesPageQuery") {
    cities(first: $count, after: $cursor) @connection(key: "documents_cities") {
      edges {
        node {
          id
          title
          ...documents_city
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

graphql`
  fragment documents_city on CityPage @refetchable(queryName: "documentsCityQuery") {
    title
    municipality {
      ibgeCode
      name
      state
      region
      latitude
      longitude
    }
    body {
      __typename
      ... on HeadingBlock {
        title
      }
    }
  }
`;
