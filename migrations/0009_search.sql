-- One index for the whole site. What stands in it is as public as the module that handed it over says, in the same
-- transaction; what people search for is nowhere.
create schema search;

create table search.document (
  kind text not null,
  id text not null,
  group_name text not null,
  audience text not null,
  event text,
  path text not null,
  title jsonb not null,
  people jsonb not null default '[]',
  about jsonb not null default '[]',
  texts jsonb not null default '[]',
  starts_at timestamptz,
  hash text not null,
  head tsvector not null,
  terms tsvector not null,
  primary key (kind, id)
);
create index document_terms on search.document using gin (terms);
create index document_group on search.document (group_name);
-- Ranking reads the heads of thousands: the long parts stand aside.
alter table search.document set (toast_tuple_target = 256);
alter table search.document alter column texts set storage external;
alter table search.document alter column terms set storage external;
comment on table search.document is 'What can be found: handed over by the module that owns the thing.';
comment on column search.document.kind is 'T1: public when the audience is';
comment on column search.document.id is 'T1';
comment on column search.document.group_name is 'T1: what is handed over together, `congress:<event>`';
comment on column search.document.audience is 'T1: public, or staff:<event>';
comment on column search.document.event is 'T1: slug of the event it belongs to';
comment on column search.document.path is 'T1: without the language';
comment on column search.document.title is 'T1: words by language';
comment on column search.document.people is 'T1: list of words by language';
comment on column search.document.about is 'T1: list of words by language: section, themes';
comment on column search.document.texts is 'T1: list of words by language, cut where no excerpt is taken from';
comment on column search.document.starts_at is 'T1: of a session, as released';
comment on column search.document.hash is 'T1: of what was handed over, so that the same thing is not taken apart twice';
comment on column search.document.head is 'T1: stems with weights: A title, B people, C what it is about';
comment on column search.document.terms is 'T1: all its stems';

create sequence search.version;
create table search.vocabulary (
  group_name text not null,
  audience text not null,
  words text not null,
  version bigint not null,
  primary key (group_name, audience)
);
comment on table search.vocabulary is 'The stems of a group, apart for each audience: nobody is offered a word of what they may not see.';
comment on column search.vocabulary.group_name is 'T1';
comment on column search.vocabulary.audience is 'T1';
comment on column search.vocabulary.words is 'T1: lines of stem, tab, in how many documents, tab, the word as written most often';
comment on column search.vocabulary.version is 'T1: never the same twice, so that a process knows what it has already read';

create table search.analyser (
  one boolean primary key default true check (one),
  version integer not null
);
comment on column search.analyser.one is 'T0';
comment on column search.analyser.version is 'T0: by which version of the analyser the index was made; another one makes it anew';
