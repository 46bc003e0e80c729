-- how the articles since :habit were found, and how many are newer than :week; those without a
-- date count by the day of their fetching
with recent as (
  select outlet_id, dated_by, body_by, byline, published_at, published_at as told_at,
    body_by is not null or text != '' as has_body
  from articles
  where published_at >= :habit and published_at < :until
  union all
  select outlet_id, dated_by, body_by, byline, published_at, fetched_at,
    body_by is not null or text != ''
  from articles indexed by articles_undated
  where published_at is null and fetched_at >= :habit
)
select outlet_id, dated_by, body_by, has_body,
  published_at is not null as has_date,
  byline is not null as has_byline,
  told_at >= :week as is_new,
  count(*) as articles,
  min(told_at) as first_at
from recent
group by 1, 2, 3, 4, 5, 6, 7
order by outlet_id
