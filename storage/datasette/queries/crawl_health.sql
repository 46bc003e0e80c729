-- as railwatch/health.py complains (UNANSWERED), but for what only the configuration tells: which
-- outlets are declared, and how long each may be silent
with answers as (
  select outlet_id, max(succeeded_at) as answered_at,
    min(status in ('soft', 'hard')) as is_useless
  from sources
  where check_every is not 0
  group by outlet_id
),
last_run as (
  select * from runs where command in ('run', 'crawl', 'demo') order by id desc limit 1
)
select
  (select count(*) from answers) as outlets,
  (
    select count(*) from answers
    where is_useless
    or coalesce(answered_at, '') < strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-2 days')
    or outlet_id in (
      select f.outlet_id from failures f
      where f.resolved_at is null and f.class in ('canary', 'stale')
    )
  ) as failing,
  (select count(*) from failures where resolved_at is null) as failures,
  (
    select count(*) from alerts where delivered_at is null and set_aside_at is null
  ) as waiting,
  (select count(*) from alerts where delivered_at is null and set_aside_at not null) as set_aside,
  (select started_at from last_run) as started_at,
  (select outcome from last_run) as outcome,
  (select articles_new from last_run) as articles_new
