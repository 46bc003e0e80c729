with last_run as (
  select * from runs where command in ('run', 'crawl', 'demo') order by id desc limit 1
)
select
  (select count(*) from failures where resolved_at is null) as failures,
  (
    select count(*) from alerts where delivered_at is null and set_aside_at is null
  ) as waiting,
  (select count(*) from alerts where delivered_at is null and set_aside_at not null) as set_aside,
  (select started_at from last_run) as started_at,
  (select outcome from last_run) as outcome,
  (select articles_new from last_run) as articles_new
