create table congress.series (
  id text primary key,
  slug text not null unique,
  title jsonb not null,
  summary jsonb not null default '{}'
);
comment on table congress.series is 'Events that follow one another: a congress of every year, a summer school of every summer.';
comment on column congress.series.id is 'T0';
comment on column congress.series.slug is 'T0';
comment on column congress.series.title is 'T0: words by language';
comment on column congress.series.summary is 'T0: words by language';

alter table congress.event add column series_id text references congress.series on delete set null;
create index event_series on congress.event (series_id);
comment on column congress.event.series_id is 'T0';
