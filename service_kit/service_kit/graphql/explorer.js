// The script of the GraphiQL page. It opens the query and variables from the URL, or else the examples.
// `examples` is defined before this script: tabs with a query and variables.

const address = new URL(location.href);
const given = address.searchParams;
const query = given.get("query") ?? given.get("q") ?? undefined;
const endpoint = address.origin + address.pathname;

const fetcher = GraphiQL.createFetcher({
  url: endpoint,
  subscriptionUrl: endpoint.replace(/^http/, "ws"),
});

/** Removes an operation name that is not in the query, because GraphiQL briefly keeps the name of the last tab. */
function withKnownName({ operationName, ...parameters }) {
  const isKnown = new RegExp(`\\b${operationName}\\b`).test(parameters.query);
  return isKnown ? { ...parameters, operationName } : parameters;
}

/** Stores an edited query in the URL, so that it can be shared. Variables are not stored; they may contain a password. */
function remember(edited) {
  given.delete("q");
  if (edited) given.set("query", edited);
  else given.delete("query");
  showAddress();
}

function forgetVariables() {
  given.delete("variables");
  showAddress();
}

function showAddress() {
  history.replaceState(null, "", given.size > 0 ? `?${given}` : address.pathname);
}

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: (parameters, options) => fetcher(withKnownName(parameters), options),
    plugins: [GraphiQLPluginExplorer.explorerPlugin()],
    query,
    variables: given.get("variables") ?? undefined,
    operationName: given.get("operationName") ?? undefined,
    defaultQuery: examples[0]?.query,
    defaultTabs: query === undefined && examples.length > 0 ? examples : undefined,
    defaultEditorToolsVisibility: "variables",
    onEditQuery: remember,
    onEditVariables: forgetVariables,
    inputValueDeprecation: true,
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: true,
  }),
);
