import { graphql, type ResultOf } from './graphql'

export const Form = graphql(`
  fragment Form on FormPage {
    id
    fields {
      name
      kind
      label
      help
      required
      multiple
      choices {
        value
        label
      }
      defaults
      minLength
      maxLength
      minValue
      maxValue
      accept
      maxFiles
      maxFileSize
    }
    submitLabel
    thankYou {
      html
    }
    consent {
      text
      version
      required
    }
    privacyPage {
      title
      path
    }
    honeypot
  }
`)

/** Asked when a visitor opens a form: what it answers is good for sending the form once. */
export const StartForm = graphql(`
  mutation StartForm($page: ID!) {
    startForm(input: { page: $page }) {
      token
      errors {
        message
      }
    }
  }
`)

export const SubmitForm = graphql(`
  mutation SubmitForm($input: SubmitFormInput!) {
    submitForm(input: $input) {
      submitted
      errors {
        field
        code
        message
      }
    }
  }
`)

export type Field = ResultOf<typeof Form>['fields'][number]
