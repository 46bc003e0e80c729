-- figures, and the words from which times were read
select 'figure' as kind, q.role, q.offset_start, q.offset_end
from reports r
join report_quantities q on q.report_id = r.id
where r.article_id = ?1 and q.offset_start is not null and q.offset_end > q.offset_start
union all
select 'time', 'time', json_extract(words.value, '$[0]'), json_extract(words.value, '$[1]')
from reports r, json_each(r.time_words) words
where r.article_id = ?1
order by 3, 4 desc
