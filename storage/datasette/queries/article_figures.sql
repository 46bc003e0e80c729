select q.role, q.offset_start, q.offset_end
from reports r
join report_quantities q on q.report_id = r.id
where r.article_id = ? and q.offset_start is not null and q.offset_end > q.offset_start
order by q.offset_start, q.offset_end desc
