create schema congress;

create table congress.event (
  id text primary key,
  slug text not null unique,
  kind text not null check (kind in ('congress', 'conference', 'summer_course')),
  status text not null default 'draft' check (status in ('draft', 'published', 'deleted')),
  title jsonb not null,
  summary jsonb not null default '{}',
  welcome jsonb not null default '{}',
  zone text not null,
  starts_on date not null,
  days integer not null check (days between 1 and 60),
  day_starts_at integer not null default 0,
  langs text[] not null default '{}',
  source jsonb not null default '{}'
);
comment on column congress.event.id is 'T0';
comment on column congress.event.slug is 'T0';
comment on column congress.event.kind is 'T0';
comment on column congress.event.status is 'T1';
comment on column congress.event.title is 'T0: words by language';
comment on column congress.event.summary is 'T0: words by language';
comment on column congress.event.welcome is 'T0: Markdown by language';
comment on column congress.event.zone is 'T0: IANA name';
comment on column congress.event.starts_on is 'T0';
comment on column congress.event.days is 'T0';
comment on column congress.event.day_starts_at is 'T0: minutes after midnight at which a day of the programme begins';
comment on column congress.event.langs is 'T0';
comment on column congress.event.source is 'T1: what the imported file said and we have no column for';

create table congress.page (
  event_id text not null references congress.event on delete cascade,
  slug text not null,
  title jsonb not null,
  body jsonb not null,
  position integer not null default 0,
  status text not null default 'published' check (status in ('draft', 'published')),
  primary key (event_id, slug)
);
comment on column congress.page.event_id is 'T0';
comment on column congress.page.slug is 'T0';
comment on column congress.page.title is 'T0';
comment on column congress.page.body is 'T0: Markdown by language';
comment on column congress.page.position is 'T0';
comment on column congress.page.status is 'T1';

create table congress.section (
  id text primary key,
  event_id text not null references congress.event on delete cascade,
  slug text not null,
  source_key text,
  title jsonb not null,
  summary jsonb not null default '{}',
  concept_id text references themes.concept on delete set null,
  hue smallint not null default 1,
  position integer not null default 0,
  source_hash text,
  removed boolean not null default false,
  unique (event_id, source_key)
);
create unique index section_slug on congress.section (event_id, slug) where not removed;
comment on column congress.section.id is 'T0';
comment on column congress.section.event_id is 'T0';
comment on column congress.section.slug is 'T0';
comment on column congress.section.source_key is 'T1: its name in the imported file; null when made here';
comment on column congress.section.source_hash is 'T1: hash of what the file said last, so that the same file changes nothing';
comment on column congress.section.removed is 'T1';
comment on column congress.section.title is 'T0';
comment on column congress.section.summary is 'T0';
comment on column congress.section.concept_id is 'T0';
comment on column congress.section.hue is 'T0: one of 20';
comment on column congress.section.position is 'T0';

create table congress.room (
  id text primary key,
  event_id text not null references congress.event on delete cascade,
  slug text not null,
  source_key text,
  title jsonb not null,
  note jsonb not null default '{}',
  capacity integer,
  langs text[] not null default '{}',
  position integer not null default 0,
  source jsonb not null default '{}',
  source_hash text,
  removed boolean not null default false,
  unique (event_id, source_key)
);
create unique index room_slug on congress.room (event_id, slug) where not removed;
comment on column congress.room.id is 'T0';
comment on column congress.room.event_id is 'T0';
comment on column congress.room.slug is 'T0';
comment on column congress.room.source_key is 'T1: its name in the imported file; null when made here';
comment on column congress.room.source_hash is 'T1: hash of what the file said last, so that the same file changes nothing';
comment on column congress.room.removed is 'T1';
comment on column congress.room.title is 'T0';
comment on column congress.room.note is 'T0';
comment on column congress.room.capacity is 'T0';
comment on column congress.room.langs is 'T0';
comment on column congress.room.position is 'T0';
comment on column congress.room.source is 'T1';

create table congress.speaker (
  id text primary key,
  event_id text not null references congress.event on delete cascade,
  source_key text,
  name jsonb not null,
  bio jsonb not null default '{}',
  links jsonb not null default '[]',
  owner bytea,
  source jsonb not null default '{}',
  source_hash text,
  removed boolean not null default false,
  unique (event_id, source_key)
);
comment on table congress.speaker is 'A public profile. Not an account; tied to one only by an accepted invitation.';
comment on column congress.speaker.id is 'T0: random for each event';
comment on column congress.speaker.event_id is 'T0';
comment on column congress.speaker.source_key is 'T1: its name in the imported file; null when made here';
comment on column congress.speaker.source_hash is 'T1: hash of what the file said last, so that the same file changes nothing';
comment on column congress.speaker.removed is 'T1';
comment on column congress.speaker.name is 'T0: words by language';
comment on column congress.speaker.bio is 'T0';
comment on column congress.speaker.links is 'T0';
comment on column congress.speaker.owner is 'T2: blind index of the person who accepted it';
comment on column congress.speaker.source is 'T1';

create table congress.session (
  id text primary key,
  event_id text not null references congress.event on delete cascade,
  source_key text,
  kind text not null check (kind in ('speech', 'panel', 'webinar', 'discussion', 'workshop', 'meeting', 'break')),
  status text not null default 'confirmed' check (status in ('draft', 'confirmed', 'cancelled', 'deleted')),
  title jsonb not null,
  subtitle jsonb not null default '{}',
  abstract jsonb not null default '{}',
  description jsonb not null default '{}',
  section_id text references congress.section on delete set null,
  room_id text references congress.room on delete set null,
  starts_at timestamptz,
  minutes integer not null check (minutes between 0 and 20160),
  langs text[] not null default '{}',
  links jsonb not null default '[]',
  themes text[] not null default '{}',
  record boolean not null default true,
  revision integer not null default 0,
  source jsonb not null default '{}',
  source_hash text,
  unique (event_id, source_key)
);
create index session_event on congress.session (event_id, starts_at);
comment on column congress.session.id is 'T0';
comment on column congress.session.event_id is 'T0';
comment on column congress.session.source_key is 'T1: its id in the imported file; null when made here';
comment on column congress.session.source_hash is 'T1: hash of what the file said last, so that the same file changes nothing';
comment on column congress.session.kind is 'T0';
comment on column congress.session.status is 'T1';
comment on column congress.session.title is 'T1: public with a release';
comment on column congress.session.subtitle is 'T1';
comment on column congress.session.abstract is 'T1';
comment on column congress.session.description is 'T1';
comment on column congress.session.section_id is 'T1';
comment on column congress.session.room_id is 'T1';
comment on column congress.session.starts_at is 'T1';
comment on column congress.session.minutes is 'T1';
comment on column congress.session.langs is 'T1: spoken';
comment on column congress.session.links is 'T1';
comment on column congress.session.themes is 'T1: slugs of themes it is about, beside that of its section';
comment on column congress.session.record is 'T1';
comment on column congress.session.revision is 'T0: SEQUENCE of iCalendar';
comment on column congress.session.source is 'T1';

create table congress.session_speaker (
  session_id text not null references congress.session on delete cascade,
  speaker_id text not null references congress.speaker on delete cascade,
  position integer not null default 0,
  primary key (session_id, speaker_id)
);
create index session_speaker_back on congress.session_speaker (speaker_id);
comment on column congress.session_speaker.session_id is 'T1';
comment on column congress.session_speaker.speaker_id is 'T1';
comment on column congress.session_speaker.position is 'T1';

create table congress.release (
  id text primary key,
  event_id text not null references congress.event on delete cascade,
  number integer not null,
  name text not null,
  released_at timestamptz not null,
  programme jsonb not null,
  unique (event_id, number)
);
comment on table congress.release is 'The programme as the public knows it; visitors read the newest and nothing else.';
comment on column congress.release.id is 'T0';
comment on column congress.release.event_id is 'T0';
comment on column congress.release.number is 'T0';
comment on column congress.release.name is 'T0';
comment on column congress.release.released_at is 'T0: an act of the organisers, public';
comment on column congress.release.programme is 'T0: the skeleton: rooms, sections, speakers, sessions without their long texts';

create table congress.released_session (
  session_id text primary key references congress.session on delete cascade,
  event_id text not null references congress.event on delete cascade,
  hash text not null,
  details jsonb not null
);
create index released_session_event on congress.released_session (event_id);
comment on table congress.released_session is 'The long texts of the sessions of the newest release, and which event a public address belongs to.';
comment on column congress.released_session.session_id is 'T0';
comment on column congress.released_session.event_id is 'T0';
comment on column congress.released_session.hash is 'T0: of all that is public of it, to tell what a release changes';
comment on column congress.released_session.details is 'T0: abstract, description, links';

create table congress.released_speaker (
  speaker_id text primary key references congress.speaker on delete cascade,
  event_id text not null references congress.event on delete cascade,
  details jsonb not null
);
create index released_speaker_event on congress.released_speaker (event_id);
comment on table congress.released_speaker is 'The same of the speakers.';
comment on column congress.released_speaker.speaker_id is 'T0';
comment on column congress.released_speaker.event_id is 'T0';
comment on column congress.released_speaker.details is 'T0: biography, links';
