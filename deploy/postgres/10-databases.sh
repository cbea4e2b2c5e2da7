#!/bin/sh
# One database for each service and two roles: the owner migrates, the service works with the rows
# and cannot change what the owner has shut (the audit record). Besides them only the witness may
# connect, to read the record. Nobody else gets into any database, and no role can make databases,
# roles, schemas or temporary tables. Passwords are files. Runs once, at the first start of an
# empty data volume, as the image's entrypoint does with this folder.
set -eu

SECRETS="${SECRETS:-/run/secrets}"
NOTHING="NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT"

run() {
  psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" "$@"
}

make_role() {  # name, file of its password (never an argument of psql), connections
  [ -s "$SECRETS/$2" ] && [ -r "$SECRETS/$2" ] || { echo "no password in $SECRETS/$2" >&2; exit 1; }
  run --dbname postgres --set name="$1" <<SQL
\set password \`cat "$SECRETS/$2"\`
SET log_statement = 'none';
CREATE ROLE :"name" LOGIN $NOTHING CONNECTION LIMIT $3 PASSWORD :'password';
SQL
}

make_database() {
  make_role "lingbu_$1" "$1_db" 40
  make_role "lingbu_$1_owner" owner_db 5
  run --dbname postgres --set name="lingbu_$1" --set owner="lingbu_$1_owner" <<'SQL'
CREATE DATABASE :"name" OWNER :"owner";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO :"name", lingbu_witness;
SQL
  run --dbname "lingbu_$1" --set name="lingbu_$1" --set owner="lingbu_$1_owner" <<'SQL'
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO :"owner";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"name";
SQL
}

run --dbname postgres <<'SQL'
REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;
SQL
make_role lingbu_witness witness_db 14
for service in intake review payments notify reporting partners gateway simulators; do
  make_database "$service"
done
