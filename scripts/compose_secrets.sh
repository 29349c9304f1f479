#!/usr/bin/env bash
# Generates the random passwords and keys that compose.yml needs, as files in ./secrets (or in the folder given).
# Run it once before the first `docker compose up`. It never changes existing files.
set -euo pipefail

folder=${1:-$(cd "$(dirname "$0")/.." && pwd)/secrets}
broker_names='^((shop|admin_service|main_service)\\.events(\\.dead)?|(admin_service|main_service)\\.live(\\.[0-9a-f]+)?)$'

# Other users of this machine cannot enter the folder. The files are readable for all, because a container sees them with
# the same mode, and its user does not exist on this machine.
mkdir -p "$folder"
chmod 700 "$folder"
umask 022

random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

save() { # NAME; reads the content from standard input
  cat >"$folder/$1.new"
  chmod 444 "$folder/$1.new"
  mv "$folder/$1.new" "$folder/$1"
}

# Succeeds if a group of files must be created. The files of a group contain the same passwords: all of them exist, or none.
wanted() {
  local present=() absent=() name
  for name in "$@"; do
    if [ -s "$folder/$name" ]; then present+=("$name"); else absent+=("$name"); fi
  done
  [ ${#absent[@]} -gt 0 ] || return 1
  [ ${#present[@]} -gt 0 ] || return 0
  echo "$folder contains ${present[*]}, but not ${absent[*]}. They belong together: restore the missing ones from a" \
    "backup, or change the passwords as described in docs/compose.md." >&2
  exit 1
}

database() { # SERVICE
  local service=$1 root owner user
  wanted "${service}"_{db_root_password,db_owner.cnf,db_accounts.sql,database_owner_url,database_url} || return 0
  root=$(random) owner=$(random) user=$(random)
  echo "$root" | save "${service}_db_root_password"
  save "${service}_db_owner.cnf" <<END
[client]
host=127.0.0.1
protocol=tcp
user=owner
password=$owner
END
  # Migrations run as the owner. The service's account can only read and change rows.
  save "${service}_db_accounts.sql" <<END
DROP USER IF EXISTS 'root'@'%';
CREATE USER 'owner'@'%' IDENTIFIED BY '$owner';
GRANT ALL PRIVILEGES ON tandem.* TO 'owner'@'%';
CREATE USER 'service'@'%' IDENTIFIED BY '$user';
GRANT SELECT, INSERT, UPDATE, DELETE ON tandem.* TO 'service'@'%';
END
  echo "mysql+pymysql://owner:$owner@$service-db:3306/tandem" | save "${service}_database_owner_url"
  echo "mysql+pymysql://service:$user@$service-db:3306/tandem" | save "${service}_database_url"
  echo "created the passwords of $service-db"
}

broker() {
  local admin main
  wanted broker_definitions.json admin_events_url main_events_url || return 0
  admin=$(random) main=$(random)
  # One account per service, without administrative rights and only for the names that Tandem uses.
  save broker_definitions.json <<END
{
  "vhosts": [{"name": "tandem"}],
  "users": [
    {"name": "admin_service", "password": "$admin", "tags": []},
    {"name": "main_service", "password": "$main", "tags": []}
  ],
  "permissions": [
    {"vhost": "tandem", "user": "admin_service", "configure": "$broker_names", "write": "$broker_names", "read": "$broker_names"},
    {"vhost": "tandem", "user": "main_service", "configure": "$broker_names", "write": "$broker_names", "read": "$broker_names"}
  ]
}
END
  echo "amqp://admin_service:$admin@rabbitmq:5672/tandem" | save admin_events_url
  echo "amqp://main_service:$main@rabbitmq:5672/tandem" | save main_events_url
  echo "created the passwords of rabbitmq"
}

accounts() {
  local name
  for name in admin customer; do
    wanted "admin_demo_${name}_password" || continue
    # A password needs an upper-case letter, a lower-case letter and a digit.
    echo "Ta0-$(random)" | save "admin_demo_${name}_password"
    echo "created the password of the demo account $name, in $folder/admin_demo_${name}_password"
  done
}

keys() {
  wanted main_secret_key || return 0
  random | save main_secret_key
  echo "created the key of main_service"
}

database admin
database main
broker
accounts
keys
