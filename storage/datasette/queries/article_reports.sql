select r.id, r.factuality, r.offset_start, r.offset_end, r.evidence, r.event_id, e.title as event_title
from reports r
left join events e on e.id = r.event_id
where r.article_id = ?
order by r.offset_start, r.id
