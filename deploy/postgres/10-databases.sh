#!/bin/sh
# One role and one database for each service; nobody else may connect to it. Runs once, at the
# first start of an empty data volume, as the image's entrypoint does with this folder.
set -eu

make_database() {
  psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set name="lingbu_$1" --set password="$2" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
}

make_database intake "$INTAKE_DB_PASSWORD"
make_database review "$REVIEW_DB_PASSWORD"
make_database payments "$PAYMENTS_DB_PASSWORD"
make_database notify "$NOTIFY_DB_PASSWORD"
make_database reporting "$REPORTING_DB_PASSWORD"
make_database gateway "$GATEWAY_DB_PASSWORD"
make_database simulators "$SIMULATORS_DB_PASSWORD"
