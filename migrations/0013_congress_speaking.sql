-- What speakers tell the organisers, and the files they give: all in the database, so that a backup holds it.

create table congress.speaker_needs (
  speaker_id text primary key references congress.speaker on delete cascade,
  langs text[] not null default '{}',
  zone text not null default '',
  hears text[] not null default '{}',
  captions boolean not null default false,
  voice_only boolean not null default false,
  no_camera boolean not null default false,
  masked_voice boolean not null default false,
  access bytea
);
comment on table congress.speaker_needs is 'What a speaker needs, for the organisers only; never part of a release.';
comment on column congress.speaker_needs.speaker_id is 'T1';
comment on column congress.speaker_needs.langs is 'T1: languages they speak in';
comment on column congress.speaker_needs.zone is 'T1: in which zone they typed their availability; one they chose, never one that was found out';
comment on column congress.speaker_needs.hears is 'T1: languages into which they need interpretation';
comment on column congress.speaker_needs.captions is 'T1';
comment on column congress.speaker_needs.voice_only is 'T1';
comment on column congress.speaker_needs.no_camera is 'T1';
comment on column congress.speaker_needs.masked_voice is 'T1: a wish; the software masks nothing yet';
comment on column congress.speaker_needs.access is 'T2: sealed, what they need to take part, in their own words';

create table congress.portrait (
  name text primary key,
  speaker_id text not null references congress.speaker on delete cascade,
  replaced boolean not null default false
);
create unique index portrait_current on congress.portrait (speaker_id) where not replaced;
create index portrait_speaker on congress.portrait (speaker_id);
comment on table congress.portrait is 'A picture of a speaker, drawn anew from what was sent; a replaced one stays while a release shows it.';
comment on column congress.portrait.name is 'T0: random, its address';
comment on column congress.portrait.speaker_id is 'T0';
comment on column congress.portrait.replaced is 'T1';

create table congress.portrait_size (
  name text not null references congress.portrait on delete cascade,
  pixels integer not null,
  bytes bytea not null,
  primary key (name, pixels)
);
alter table congress.portrait_size alter column bytes set storage external;
comment on table congress.portrait_size is 'A portrait as a square WebP file without any metadata.';
comment on column congress.portrait_size.name is 'T0';
comment on column congress.portrait_size.pixels is 'T0: of a side';
comment on column congress.portrait_size.bytes is 'T1: public with a release';

create table congress.material (
  id text primary key,
  session_id text not null references congress.session on delete cascade,
  speaker_id text not null references congress.speaker on delete cascade,
  title text not null,
  audience text not null check (audience in ('team', 'everyone')),
  since text not null check (since in ('release', 'start', 'end')),
  url text,
  type text,
  size integer,
  names_author boolean not null default false,
  bytes bytea,
  check ((url is null) = (bytes is not null))
);
alter table congress.material alter column bytes set storage external;
create index material_session on congress.material (session_id);
create index material_speaker on congress.material (speaker_id);
comment on table congress.material is 'A file or link that a speaker gives with a session; served as a download only.';
comment on column congress.material.id is 'T1: random, its address';
comment on column congress.material.session_id is 'T1';
comment on column congress.material.speaker_id is 'T1';
comment on column congress.material.title is 'T1: public with a release when it is for everyone';
comment on column congress.material.audience is 'T1: team is the organisers and the people of the session';
comment on column congress.material.since is 'T1: from when those may have it';
comment on column congress.material.url is 'T1';
comment on column congress.material.type is 'T1: one of the kinds we take; the name of the file is not kept';
comment on column congress.material.size is 'T1';
comment on column congress.material.names_author is 'T1: the file itself says who made it, which the speaker is told';
comment on column congress.material.bytes is 'T1';
