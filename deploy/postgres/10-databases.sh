#!/bin/sh
# One database for each service and two roles: the owner migrates, the service works with the rows
# and cannot change what the owner has shut (the audit record). Besides them only the witness may
# connect, to read the record. Runs once, at the first start of an empty data volume, as the
# image's entrypoint does with this folder.
set -eu

run() {
  psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" "$@"
}

make_database() {
  run --dbname postgres --set name="lingbu_$1" --set password="$2" \
    --set owner="lingbu_$1_owner" --set owner_password="$OWNER_DB_PASSWORD" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE ROLE :"owner" LOGIN PASSWORD :'owner_password';
CREATE DATABASE :"name" OWNER :"owner";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO :"name", lingbu_witness;
SQL
  run --dbname "lingbu_$1" --set name="lingbu_$1" --set owner="lingbu_$1_owner" <<'SQL'
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"name";
SQL
}

run --dbname postgres --set password="$WITNESS_DB_PASSWORD" <<'SQL'
CREATE ROLE lingbu_witness LOGIN PASSWORD :'password';
SQL

make_database intake "$INTAKE_DB_PASSWORD"
make_database review "$REVIEW_DB_PASSWORD"
make_database payments "$PAYMENTS_DB_PASSWORD"
make_database notify "$NOTIFY_DB_PASSWORD"
make_database reporting "$REPORTING_DB_PASSWORD"
make_database gateway "$GATEWAY_DB_PASSWORD"
make_database simulators "$SIMULATORS_DB_PASSWORD"
