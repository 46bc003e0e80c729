-- figures, and the words from which times were read
with told as not materialized (
  select id, time_words from reports where article_id = ?
)
select 'figure' as kind, q.role, q.offset_start, q.offset_end
from told
join report_quantities q on q.report_id = told.id
where q.offset_start is not null and q.offset_end > q.offset_start
union all
select 'time', 'time', json_extract(words.value, '$[0]'), json_extract(words.value, '$[1]')
from told, json_each(told.time_words) words
order by 3, 4 desc
