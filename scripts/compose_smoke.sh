#!/usr/bin/env bash
# The story of the shop against a running compose: a product made on one side, liked on the other, and back.
#
#   scripts/compose_smoke.sh           needs a shop that is up; takes seconds
#   scripts/compose_smoke.sh faults    also kills and restarts containers, and takes everything down and up again
#
# It signs in as the demo account `admin`. WEB_PORT (3000) says where the shop is, COMPOSE ("docker compose") how compose is
# called. Needs curl.
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

create() { # TITLE: prints the product's id
  local answer
  answer=$(graphql admin "mutation { createProduct(input: {title: \"$1\", image: \"/pictures/smoke.svg\", price: \"4.50\"}) { ... on CreateProductSuccess { product { id } } } }")
  sed -n 's/.*"product":{"id":"\([0-9]*\)".*/\1/p' <<<"$answer" | grep . || fail "createProduct answered $answer"
}

delete() { graphql admin "mutation { deleteProduct(input: {id: \"$1\"}) { __typename } }"; }
like() { says main "mutation { likeProduct(input: {productId: \"$1\"}) { ... on LikeProductSuccess { product { likedByMe } } } }" '"likedByMe":true'; }
arrived() { says main "{ product(id: \"$1\") { title } }" "\"title\":\"$2\""; }
likes() { graphql "$1" "{ product(id: \"$2\") { likes } }" | sed -n 's/.*"likes":\([0-9]*\).*/\1/p'; }
# The demo shop's visitors may just be handing out theirs: the like is one of however many there are.
likes_agree() { [ "$(likes main "$1")" -ge 1 ] && [ "$(likes admin "$1")" = "$(likes main "$1")" ]; }
gone() { says main "{ product(id: \"$1\") { title } }" '"product":null'; }

story() {
  local title="Smoke $$ $RANDOM" id
  until_true "the page answers" 60 answers / '<title>Tandem'
  until_true "both services are connected to the broker" 60 both_answer
  until_true "the demo account admin can sign in" 30 sign_in
  id=$(create "$title")
  until_true "product $id, made on admin, is on main" 10 arrived "$id" "$title"
  until_true "it is in the old REST list as well" 10 answers /api/products/ "$title"
  like "$id" || fail "the like was refused"
  until_true "its like, given on main, is on admin" 10 likes_agree "$id"
  delete "$id" >/dev/null
  until_true "deleted on admin, it is gone from main" 10 gone "$id"
}

unsettled() { # WHAT COMMAND...: does something to compose while a product and its like are on their way
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
