"""What a stolen account tries on broker and database beyond its rights."""

import amqp


def declare(channel, **names):
    channel.queue_declare(durable=True, **names)


ATTEMPTS = {
    "say what another says": lambda c: publish(c, "payments.events", "benefit_stopped.v1"),
    "say on its own exchange what is not its own": lambda c: publish(
        c, "review.events", "benefit_stopped.v1"
    ),
    "put a letter straight into another's queue": lambda c: publish(c, "", "payments.from.review"),
    "put a letter into its own queue": lambda c: publish(c, "", "review.from.intake"),
    "read another's queue": lambda c: c.basic_get("payments.from.review"),
    "consume another's queue": lambda c: c.basic_consume("intake.from.review"),
    "empty another's queue": lambda c: c.queue_purge("payments.from.review"),
    "delete another's queue": lambda c: c.queue_delete("payments.from.review"),
    "delete its own queue": lambda c: c.queue_delete("review.from.intake"),
    "read its waiting room": lambda c: c.basic_get("review.from.intake.retry"),
    "make an exchange": lambda c: c.exchange_declare("mine", "topic", auto_delete=False),
    "make another's exchange": lambda c: c.exchange_declare(
        "payments.events", "topic", durable=True, auto_delete=False
    ),
    "delete an exchange": lambda c: c.exchange_delete("review.events"),
    "make a queue": lambda c: declare(c, queue="mine"),
    "make a queue without a name": lambda c: declare(c),
    "hear what it has not subscribed": lambda c: c.queue_bind(
        "review.from.intake", "payments.events", "#"
    ),
    "hear more of what it has subscribed": lambda c: c.queue_bind(
        "review.from.intake", "intake.events", "#"
    ),
    "unbind another": lambda c: c.queue_unbind(
        "payments.from.review", "review.events", "case_returned.v1"
    ),
    "bind exchanges": lambda c: c.exchange_bind("review.events", "intake.events", "#"),
}
OUTSIDE = {
    "say what another partner says": lambda c: publish(
        c, "partner.banks.said", "check.response.v1"
    ),
    "say what the centre alone says": lambda c: publish(
        c, "partner.police.said", "deduct.result.v1"
    ),
    "say what Lingbu says to it": lambda c: publish(c, "partner.police.told", "check.request.v1"),
    "say what a service of Lingbu says": lambda c: publish(
        c, "registries.events", "check_answered.v1"
    ),
    "put a letter straight into a queue": lambda c: publish(c, "", "partners.from.police"),
    "read what another partner is asked": lambda c: c.basic_get("partner.banks.inbox"),
    "consume what another partner is asked": lambda c: c.basic_consume("partner.centre.inbox"),
    "read what it has said": lambda c: c.basic_get("partners.from.police"),
    "read between services": lambda c: c.basic_get("review.from.intake"),
    "delete its queue": lambda c: c.queue_delete("partner.police.inbox"),
    "make a queue": lambda c: declare(c, queue="mine"),
    "hear what others are asked": lambda c: c.queue_bind(
        "partner.police.inbox", "partner.banks.told", "#"
    ),
    "hear events": lambda c: c.queue_bind("partner.police.inbox", "intake.events", "#"),
    "make an exchange": lambda c: c.exchange_declare("mine", "topic", auto_delete=False),
}


def publish(channel, exchange, key):
    channel.confirm_select()
    channel.basic_publish_confirm(amqp.Message("{}"), exchange, key)


REFUSED = {
    "another service's database": ("lingbu_payments", "SELECT 1"),
    "the database of the server": ("postgres", "SELECT 1"),
    "the template of databases": ("template1", "SELECT 1"),
    "a table of its own": ("", "CREATE TABLE mine (a int)"),
    "a temporary table": ("", "CREATE TEMP TABLE mine (a int)"),
    "a schema": ("", "CREATE SCHEMA mine"),
    "a function": ("", "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
    "emptying a table": ("", "TRUNCATE outbox"),
    "changing a table": ("", "ALTER TABLE cases DISABLE ROW LEVEL SECURITY"),
    "removing a table": ("", "DROP TABLE outbox"),
    "a trigger": ("", "ALTER TABLE audit DISABLE TRIGGER ALL"),
    "a role": ("", "CREATE ROLE mine"),
    "a database": ("", "CREATE DATABASE mine"),
    "becoming the owner": ("", "SET ROLE lingbu_review_owner"),
    "becoming the administrator": ("", "SET ROLE postgres"),
    "reading files of the server": ("", "SELECT pg_read_file('/etc/passwd')"),
    "running programs on the server": ("", "COPY outbox TO PROGRAM 'cat'"),
    "passwords": ("", "SELECT rolpassword FROM pg_authid"),
    "ending another's connection": (
        "",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE usename = 'lingbu_payments' LIMIT 1",
    ),
}
