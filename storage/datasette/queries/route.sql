select o.latitude, o.longitude, d.latitude as to_latitude, d.longitude as to_longitude
from events e
join places o on o.id = e.origin_id and o.kind not in ('country', 'region')
join places d on d.id = e.destination_id and d.kind not in ('country', 'region')
where e.id = ? and o.latitude is not null and d.latitude is not null
