select * from events where id = ?
