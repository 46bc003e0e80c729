select * from event_changes where event_id = ? order by at desc, id desc
