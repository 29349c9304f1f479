"""GraphiQL of the gateway in a real browser."""

from urllib.parse import urlencode

from playwright.sync_api import Browser, Route, expect

from tests.support.gateway import gateway_process

UNREACHABLE = "http://127.0.0.1:1"


def test_graphiql_shows_the_supergraph_and_sends_requests_only_to_the_gateway(browser: Browser) -> None:
    process, url = gateway_process(UNREACHABLE, UNREACHABLE)
    elsewhere: list[str] = []
    complaints: list[str] = []

    def watch(route: Route) -> None:
        if route.request.url.startswith((url, "data:", "blob:")):
            route.continue_()
        else:
            elsewhere.append(route.request.url)
            route.abort()

    with process, browser.new_context() as context:
        context.route("**/*", watch)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{url}/graphql")
        page.get_by_label("Show Documentation Explorer").click()
        page.get_by_role("link", name="Subscription").click()
        expect(page.get_by_role("link", name="basketChanged")).to_be_visible()  # main_service's
        expect(page.get_by_role("link", name="stockChanged")).to_be_visible()  # admin_service's
        page.get_by_role("button", name="Execute query").click()
        expect(page.get_by_label("Result Window")).to_contain_text("admin_service cannot be reached.")
    assert elsewhere == []
    assert complaints == []


def test_graphiql_opens_the_query_in_the_url_or_the_examples(browser: Browser) -> None:
    process, url = gateway_process(UNREACHABLE, UNREACHABLE)
    shared = urlencode(
        {"query": "query Shared($on: Boolean!) { __typename @include(if: $on) }", "variables": '{"on": true}'}
    )
    with process, browser.new_context() as context, browser.new_context() as another:
        page = context.new_page()
        for _ in range(2):  # first with an empty browser storage, then with the examples in it
            page.goto(f"{url}/graphql?{shared}")
            page.get_by_role("button", name="Execute query").click()
            expect(page.get_by_label("Result Window")).to_contain_text('"__typename": "Query"')
            page.goto(f"{url}/graphql")
        page = another.new_page()
        page.goto(f"{url}/graphql")
        expect(page.get_by_role("tab", name="SignIn")).to_be_visible()
        page.get_by_role("tab", name="SignIn").click()
        expect(page.get_by_label("Variables")).to_contain_text('"username": "admin"')
