-- What a session's media become: takes (the one bot of a session and what it writes to the disk), consent, recordings with
-- their files, chapters and lines of transcript. Files stand in storage, never here.
create schema recordings;

create table recordings.take (
  id text primary key,
  session_id text not null references congress.session on delete cascade,
  is_kept boolean not null,
  state text not null default 'on' check (state in ('on', 'over', 'gone')),
  started_at timestamptz not null,
  ended_at timestamptz,
  langs text[] not null default '{}',
  epoch integer not null default 0,
  runner text,
  lease_until timestamptz,
  wanted_until timestamptz,
  picture_until timestamptz,
  fault text
);
create unique index take_on on recordings.take (session_id) where state = 'on';
comment on table recordings.take is 'One running of a session''s media, from going live to the end. Files: takes/<id>/ of the media folder. A take that is not kept loses its files a few minutes after it ends; a kept one when its recording is finished and the time for consent is over.';
comment on column recordings.take.id is 'T0: random; part of the addresses of its media';
comment on column recordings.take.session_id is 'T0';
comment on column recordings.take.is_kept is 'T0: a recording is made of it; otherwise only who cannot follow by WebRTC is served';
comment on column recordings.take.state is 'T0';
comment on column recordings.take.started_at is 'T1: zero of its timeline; of the session, of no person';
comment on column recordings.take.ended_at is 'T1';
comment on column recordings.take.langs is 'T0: renditions: floor, then the booths'' languages';
comment on column recordings.take.epoch is 'T0: how many times its bot was started; each start writes a folder of its own';
comment on column recordings.take.runner is 'T1: the process whose bot it is';
comment on column recordings.take.lease_until is 'T1: until then nobody else may run its bot';
comment on column recordings.take.wanted_until is 'T1: somebody may be listening until then; of no person';
comment on column recordings.take.picture_until is 'T1: somebody may be watching until then; of no person';
comment on column recordings.take.fault is 'T0: why there is none, a word of messages: no_ffmpeg, disk_full, engine, storage';

create table recordings.consent (
  session_id text not null references congress.session on delete cascade,
  identity text not null,
  owner bytea,
  shown_as text not null,
  choice text not null default 'unasked'
    check (choice in ('unasked', 'picture', 'voice', 'transcript', 'none', 'later')),
  is_revoked boolean not null default false,
  changed_on date not null,
  primary key (session_id, identity)
);
comment on table recordings.consent is 'What each person heard on a stage (or in a booth) lets be recorded of them. Goes with the session.';
comment on column recordings.consent.session_id is 'T0';
comment on column recordings.consent.identity is 'T0: the seat''s, random for each session';
comment on column recordings.consent.owner is 'T2: blind index of person and session; null for a seat without an account';
comment on column recordings.consent.shown_as is 'T0: the name chosen for this session; emptied when revoked';
comment on column recordings.consent.choice is 'T0: picture (and voice), voice, transcript, none; later and unasked hold everything back';
comment on column recordings.consent.is_revoked is 'T1: everything of this person is cut out';
comment on column recordings.consent.changed_on is 'T1: a day';

create table recordings.recording (
  id text primary key,
  event_id text not null references congress.event on delete cascade,
  session_id text references congress.session on delete set null,
  take_id text references recordings.take on delete set null,
  title jsonb not null,
  lang text,
  section_id text references congress.section on delete set null,
  speakers text[] not null default '{}',
  held_on date,
  state text not null default 'held' check (state in ('held', 'published', 'withdrawn')),
  made text not null default 'raw' check (made in ('raw', 'polishing', 'polished', 'failed')),
  version integer not null default 1,
  progress smallint not null default 0,
  fault text,
  seconds integer not null default 0,
  has_picture boolean not null default false,
  poster text not null default 'motif' check (poster in ('motif', 'slide', 'picture')),
  published_at timestamptz,
  keep_until date
);
create unique index recording_of_take on recordings.recording (take_id);
comment on table recordings.recording is 'Something to play: of a session''s take, or an old file that somebody handed in.';
comment on column recordings.recording.id is 'T0';
comment on column recordings.recording.event_id is 'T0';
comment on column recordings.recording.session_id is 'T0';
comment on column recordings.recording.take_id is 'T0';
comment on column recordings.recording.title is 'T0: words by language';
comment on column recordings.recording.lang is 'T0: language spoken, when it is one';
comment on column recordings.recording.section_id is 'T0';
comment on column recordings.recording.speakers is 'T0: names as printed, of an archive recording; those of a session come from its programme';
comment on column recordings.recording.held_on is 'T0: the day it was held';
comment on column recordings.recording.state is 'T1: held back until everybody agreed, published, withdrawn';
comment on column recordings.recording.made is 'T0: raw is what the listeners had';
comment on column recordings.recording.version is 'T0: grows with every cut; part of the addresses of its files, which never change';
comment on column recordings.recording.progress is 'T0: hundredths of the work in hand';
comment on column recordings.recording.fault is 'T1: why the last work on it failed, a word of messages';
comment on column recordings.recording.seconds is 'T0';
comment on column recordings.recording.has_picture is 'T0';
comment on column recordings.recording.poster is 'T0: without faces unless it says picture';
comment on column recordings.recording.published_at is 'T0: to the hour';
comment on column recordings.recording.keep_until is 'T0: goes with its files after that day';

create table recordings.file (
  recording_id text not null references recordings.recording on delete cascade,
  name text not null,
  kind text not null check (kind in ('hls', 'full', 'small', 'audio', 'poster', 'original', 'track')),
  lang text,
  version integer not null,
  mime text not null,
  bytes bigint not null,
  sha256 text not null,
  seconds integer,
  width integer,
  height integer,
  storage_key text not null,
  primary key (recording_id, name)
);
comment on column recordings.file.recording_id is 'T0';
comment on column recordings.file.name is 'T0: last part of its address';
comment on column recordings.file.kind is 'T0: originals and tracks are nobody''s to fetch';
comment on column recordings.file.lang is 'T0: floor or the language of a booth';
comment on column recordings.file.version is 'T0';
comment on column recordings.file.mime is 'T0';
comment on column recordings.file.bytes is 'T0';
comment on column recordings.file.sha256 is 'T0';
comment on column recordings.file.seconds is 'T0';
comment on column recordings.file.width is 'T0: pixels';
comment on column recordings.file.height is 'T0: pixels';
comment on column recordings.file.storage_key is 'T1: where in storage';

create table recordings.chapter (
  recording_id text not null references recordings.recording on delete cascade,
  position integer not null,
  start_ms integer not null,
  title text not null,
  lang text,
  identity text,
  primary key (recording_id, position)
);
comment on column recordings.chapter.recording_id is 'T0';
comment on column recordings.chapter.position is 'T0';
comment on column recordings.chapter.start_ms is 'T0: milliseconds of the recording';
comment on column recordings.chapter.title is 'T0';
comment on column recordings.chapter.lang is 'T0';
comment on column recordings.chapter.identity is 'T0: whose speech it is, random for each session';

create table recordings.line (
  recording_id text not null references recordings.recording on delete cascade,
  lang text not null,
  position integer not null,
  start_ms integer not null,
  end_ms integer not null,
  text text not null,
  identity text,
  primary key (recording_id, lang, position)
);
comment on table recordings.line is 'The transcript, a line each.';
comment on column recordings.line.recording_id is 'T0';
comment on column recordings.line.lang is 'T0';
comment on column recordings.line.position is 'T0';
comment on column recordings.line.start_ms is 'T0: milliseconds of the recording';
comment on column recordings.line.end_ms is 'T0';
comment on column recordings.line.text is 'T0';
comment on column recordings.line.identity is 'T0: who had the floor, random for each session';
