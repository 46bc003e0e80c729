-- what the text names, also beside its events; of a text that has changed since it was read, nothing
select kinds.key as kind, kinds.key as role,
  json_extract(spans.value, '$[0]') as offset_start, json_extract(spans.value, '$[1]') as offset_end
from articles a
join article_mentions m on m.article_id = a.id
join json_each(m.mentions) kinds
join json_each(kinds.value) spans
where a.id = ? and a.extractor_version is not null
