// Where the CMS answers. It is the one thing to change.
export const API = "http://127.0.0.1:8000/graphql/";
