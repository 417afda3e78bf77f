import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./main.css";
import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";

const root = document.getElementById("graphiql");
const { endpoint, editorWorker, graphqlWorker, jsonWorker } = root.dataset;
const examples = JSON.parse(document.getElementById(root.dataset.examples)?.textContent || "[]");

// The page names the workers, because Django gives static files hashed names.
globalThis.MonacoEnvironment = {
  getWorker: (_id, label) =>
    new Worker({ graphql: graphqlWorker, json: jsonWorker }[label] ?? editorWorker, { name: label }),
};

async function fetcher(params, options) {
  const response = await fetch(endpoint, {
    method: "POST",
    credentials: "omit",
    headers: {
      accept: "application/graphql-response+json, application/json;q=0.9",
      "content-type": "application/json",
      ...options?.headers,
    },
    // what the query costs stands below its data: docs/frontend/limits.md
    body: JSON.stringify({ ...params, extensions: { cost: true } }),
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${response.status} ${response.statusText}: ${text.slice(0, 500)}`);
  }
}

// GraphiQL shows a first tab's query on a first visit, but not its variables.
const firstVisit = localStorage.getItem("graphiql:tabState") === null;

// A preview of the admin brings its query and its token in the address, where no server sees them. They do not stay there.
const draft = new URLSearchParams(window.location.hash.slice(1));
window.history.replaceState(null, "", window.location.pathname + window.location.search);

createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={examples.length ? examples : undefined}
    initialQuery={draft.get("query") ?? undefined}
    initialVariables={draft.get("variables") ?? (firstVisit ? examples[0]?.variables : undefined)}
    initialHeaders={draft.get("headers") ?? undefined}
    isHeadersEditorEnabled
  />,
);
