import { graphql } from '../generated/codegen';

export const Totals = graphql(`
  query Totals {
    programme { cities workFronts areas citizensReached }
  }
`);

export const City = graphql(`
  query City($slug: String!) {
    city(slug: $slug) {
      title
      sinceYear
      municipality { ibgeCode name state region latitude longitude }
      body { __typename ...Heading ...Cards }
    }
  }
`);

export const Heading = graphql(`
  fragment Heading on HeadingBlock { title level }
`);

export const Cards = graphql(`
  fragment Cards on CardsBlock { heading cards { page { __typename title path } } }
`);
