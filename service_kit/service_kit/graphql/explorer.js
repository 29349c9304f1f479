// What GraphiQL's page does: it shows the query and the variables that its address names, or else the examples.
// `examples` is put before this script: tabs with a query and variables.

const address = new URL(location.href);
const given = address.searchParams;
const query = given.get("query") ?? given.get("q") ?? undefined;
const endpoint = address.origin + address.pathname;

const fetcher = GraphiQL.createFetcher({
  url: endpoint,
  subscriptionUrl: endpoint.replace(/^http/, "ws"),
});

/** Without the operation's name where the query has none of that name: GraphiQL keeps the last tab's for a moment. */
function withKnownName({ operationName, ...parameters }) {
  const isKnown = new RegExp(`\\b${operationName}\\b`).test(parameters.query);
  return isKnown ? { ...parameters, operationName } : parameters;
}

/** Keep an edited query in the address, so that it can be shared. Variables are not kept: they may hold a password. */
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
