#!/usr/bin/env bash
# Smoke test of a running compose: a product is created on admin_service, liked on main_service, and deleted again.
#
#   scripts/compose_smoke.sh           needs a running shop; takes seconds
#   scripts/compose_smoke.sh faults    also kills and restarts containers, and runs compose down and up
#
# It signs in as the demo account `admin`. WEB_PORT (3000) is the shop's port, COMPOSE ("docker compose") the command for
# compose. Needs curl.
set -euo pipefail
cd "$(dirname "$0")/.."

origin=http://127.0.0.1:${WEB_PORT:-3000}
read -ra compose <<<"${COMPOSE:-docker compose}"
jar=$(mktemp)
trap 'rm -f "$jar"' EXIT

fail() { echo "FAILED: $*" >&2; exit 1; }
pass() { echo "ok: $*"; }

graphql() { # SERVICE QUERY
  curl -sS --max-time 10 -b "$jar" -c "$jar" -H 'Content-Type: application/json' -H 'Accept: application/json' \
    --data-binary "$(printf '{"query":"%s"}' "${2//\"/\\\"}")" "$origin/$1/graphql"
}

until_true() { # WHAT SECONDS COMMAND...
  local what=$1 deadline=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $deadline ] || fail "$what"
    sleep 0.2
  done
  pass "$what"
}

answers() { curl -sSf --max-time 5 "$origin$1" | grep -q "$2"; }
says() { graphql "$1" "$2" | grep -qF "$3"; }
both_answer() { says admin '{ syncStatus { connected } }' '"connected":true' && says main '{ syncStatus { connected } }' '"connected":true'; }

sign_in() {
  local password
  password=$(cat secrets/admin_demo_admin_password)
  says admin "mutation { login(input: {username: \"admin\", password: \"$password\", delivery: COOKIE}) { __typename } }" LoginSuccess
}

create() { # TITLE; prints the product's id
  local answer
  answer=$(graphql admin "mutation { createProduct(input: {title: \"$1\", image: \"/pictures/smoke.svg\", price: \"4.50\"}) { ... on CreateProductSuccess { product { id } } } }")
  sed -n 's/.*"product":{"id":"\([0-9]*\)".*/\1/p' <<<"$answer" | grep . || fail "createProduct answered $answer"
}

delete() { graphql admin "mutation { deleteProduct(input: {id: \"$1\"}) { __typename } }"; }
like() { says main "mutation { likeProduct(input: {productId: \"$1\"}) { ... on LikeProductSuccess { product { likedByMe } } } }" '"likedByMe":true'; }
arrived() { says main "{ product(id: \"$1\") { title } }" "\"title\":\"$2\""; }
likes() { graphql "$1" "{ product(id: \"$2\") { likes } }" | sed -n 's/.*"likes":\([0-9]*\).*/\1/p'; }
# The demo shop may be adding likes at the same time, so the count can be higher than one.
likes_agree() { [ "$(likes main "$1")" -ge 1 ] && [ "$(likes admin "$1")" = "$(likes main "$1")" ]; }
gone() { says main "{ product(id: \"$1\") { title } }" '"product":null'; }

story() {
  local title="Smoke $$ $RANDOM" id
  until_true "the page answers" 60 answers / '<title>Tandem'
  until_true "both services are connected to the broker" 60 both_answer
  until_true "the demo account admin can sign in" 30 sign_in
  id=$(create "$title")
  until_true "product $id, created on admin, is on main" 10 arrived "$id" "$title"
  until_true "the REST list contains it as well" 10 answers /api/products/ "$title"
  like "$id" || fail "the like was refused"
  until_true "its like on main is counted on admin" 10 likes_agree "$id"
  delete "$id" >/dev/null
  until_true "after its deletion on admin it is gone from main" 10 gone "$id"
}

unsettled() { # WHAT COMMAND...; runs a command of compose before a product and its like have arrived
  local what=$1 title="Smoke $$ $RANDOM" id
  shift
  id=$(create "$title")
  "$@" >/dev/null 2>&1 || fail "$what: $* failed"
  until_true "$what: the shop is back" 180 both_answer
  until_true "$what: the product arrived" 60 arrived "$id" "$title"
  like "$id" || fail "$what: the like was refused"
  until_true "$what: its like arrived" 60 likes_agree "$id"
  "${compose[@]}" exec -T main python -m main_service reconcile || fail "$what: the services differ"
  delete "$id" >/dev/null
}

kill_hard() { "${compose[@]}" kill -s SIGKILL "$@" && "${compose[@]}" up -d --no-build; }
down_and_up() { "${compose[@]}" down && "${compose[@]}" up -d --no-build; }

story
if [ "${1:-}" = faults ]; then
  for service in main admin rabbitmq admin-db main-db; do
    unsettled "$service killed" kill_hard "$service"
  done
  unsettled "all restarted" "${compose[@]}" restart
  unsettled "down and up" down_and_up
fi
echo "The shop works."
