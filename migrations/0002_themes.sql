create schema themes;

create table themes.concept (
  id text primary key,
  slug text not null unique,
  uri text unique,
  hue smallint,
  note jsonb not null default '{}',
  position integer not null default 0
);
comment on column themes.concept.id is 'T0';
comment on column themes.concept.slug is 'T0';
comment on column themes.concept.uri is 'T0';
comment on column themes.concept.hue is 'T0: one of 20 theme hues';
comment on column themes.concept.note is 'T0: words by language';
comment on column themes.concept.position is 'T0';

create table themes.label (
  concept_id text not null references themes.concept on delete cascade,
  lang text not null,
  kind text not null check (kind in ('pref', 'alt', 'hidden')),
  text text not null,
  primary key (concept_id, lang, kind, text)
);
create unique index label_one_pref on themes.label (concept_id, lang) where kind = 'pref';
comment on column themes.label.concept_id is 'T0';
comment on column themes.label.lang is 'T0';
comment on column themes.label.kind is 'T0';
comment on column themes.label.text is 'T0';

create table themes.relation (
  concept_id text not null references themes.concept on delete cascade,
  other_id text not null references themes.concept on delete cascade,
  kind text not null check (kind in ('broader', 'related')),
  primary key (concept_id, other_id, kind),
  check (concept_id <> other_id)
);
comment on column themes.relation.concept_id is 'T0';
comment on column themes.relation.other_id is 'T0';
comment on column themes.relation.kind is 'T0';

create table themes.node (
  kind text not null,
  id text not null,
  titles jsonb not null,
  path text not null,
  audience text not null check (audience in ('public', 'members', 'staff', 'nobody')),
  proof jsonb not null default '{}',
  day date,
  primary key (kind, id)
);
comment on table themes.node is 'What every module tells of its things; written in the same transaction as the thing.';
comment on column themes.node.kind is 'T0';
comment on column themes.node.id is 'T0';
comment on column themes.node.titles is 'T1: words by language, public when audience is';
comment on column themes.node.path is 'T1';
comment on column themes.node.audience is 'T1';
comment on column themes.node.proof is 'T1: one sentence by language';
comment on column themes.node.day is 'T1';

create table themes.link (
  from_kind text not null,
  from_id text not null,
  to_kind text not null,
  to_id text not null,
  kind text not null,
  position integer not null default 0,
  primary key (from_kind, from_id, to_kind, to_id, kind),
  foreign key (from_kind, from_id) references themes.node on delete cascade,
  foreign key (to_kind, to_id) references themes.node on delete cascade
);
create index link_back on themes.link (to_kind, to_id);
comment on column themes.link.from_kind is 'T1';
comment on column themes.link.from_id is 'T1';
comment on column themes.link.to_kind is 'T1';
comment on column themes.link.to_id is 'T1';
comment on column themes.link.kind is 'T1';
comment on column themes.link.position is 'T1';
