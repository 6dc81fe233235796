-- Booths: one voice into one language. A booth is of the programme (a language the session is interpreted into) or opened by the host.
create table live.booth (
  session_id text not null references live.stage on delete cascade,
  lang text not null check (lang ~ '^[a-z]{2,3}$'),
  closed boolean not null default false,
  active text,
  before text,
  offered boolean not null default false,
  on_air boolean not null default false,
  silent_since timestamptz,
  slower_until timestamptz,
  turn integer not null default 0,
  primary key (session_id, lang)
);
comment on table live.booth is 'A booth and who has its microphone. Goes with the session; who had it is forgotten when the session is over.';
comment on column live.booth.session_id is 'T0';
comment on column live.booth.lang is 'T0';
comment on column live.booth.closed is 'T0: the host closed it';
comment on column live.booth.active is 'T1: place in the booth that has the microphone';
comment on column live.booth.before is 'T1: place that had it before, so that the engine takes it only after the next one speaks';
comment on column live.booth.offered is 'T1: whoever has the microphone asks to be relieved';
comment on column live.booth.on_air is 'T0: the microphone is open';
comment on column live.booth.silent_since is 'T0: since when nobody of an open booth is heard';
comment on column live.booth.slower_until is 'T0: how long the speaker is asked to speak slower';
comment on column live.booth.turn is 'T0: grows with every hand-over';

create table live.booth_place (
  session_id text not null,
  lang text not null,
  identity text not null,
  owner bytea not null,
  shown_as text not null,
  primary key (session_id, lang, identity),
  unique (session_id, owner),
  foreign key (session_id, lang) references live.booth on delete cascade
);
comment on table live.booth_place is 'Interpreters in a booth. Rows go when they leave, and when the session is over.';
comment on column live.booth_place.session_id is 'T0';
comment on column live.booth_place.lang is 'T0';
comment on column live.booth_place.identity is 'T1: random for each session';
comment on column live.booth_place.owner is 'T2: blind index of session and person';
comment on column live.booth_place.shown_as is 'T1: seen by the booth and the host only';

create table live.booth_line (
  session_id text not null,
  lang text not null,
  seq bigint generated always as identity,
  shown_as text not null,
  text text not null,
  primary key (session_id, lang, seq),
  foreign key (session_id, lang) references live.booth on delete cascade
);
comment on table live.booth_line is 'The booth''s own chat with the host: the newest hundred, all gone when the session is over.';
comment on column live.booth_line.session_id is 'T0';
comment on column live.booth_line.lang is 'T0';
comment on column live.booth_line.seq is 'T0';
comment on column live.booth_line.shown_as is 'T1';
comment on column live.booth_line.text is 'T1';

alter table live.stage add column captions_from timestamptz;
comment on column live.stage.captions_from is 'T0: when the session first went live; captions count their time from it';

-- All that was captioned, as it is handed out in WebVTT. live.line keeps the newest for the running page.
create table live.caption (
  session_id text not null references live.stage on delete cascade,
  seq bigint not null,
  lang text not null check (lang ~ '^[a-z]{2,3}$'),
  begins integer not null,
  ends integer not null,
  text text not null,
  typed text,
  version integer not null default 0,
  primary key (session_id, seq),
  unique (session_id, lang, typed)
);
create index caption_order on live.caption (session_id, lang, seq);
comment on table live.caption is 'Captions with their times. They stay as long as the session does; at most 20,000 of a language.';
comment on column live.caption.session_id is 'T0';
comment on column live.caption.seq is 'T0: that of its line';
comment on column live.caption.lang is 'T0';
comment on column live.caption.begins is 'T0: ms from the start of the session';
comment on column live.caption.ends is 'T0: ms from the start of the session';
comment on column live.caption.text is 'T0';
comment on column live.caption.typed is 'T1: random name its typist''s page gave it; the same name is the same line';
comment on column live.caption.version is 'T0: an older wording never replaces a newer one';

create table live.caption_desk (
  session_id text not null references live.stage on delete cascade,
  lang text not null check (lang ~ '^[a-z]{2,3}$'),
  owner bytea not null,
  shown_as text not null,
  primary key (session_id, lang)
);
comment on table live.caption_desk is 'Who types captions of a language now: the last one who took over. Gone when the session is over.';
comment on column live.caption_desk.session_id is 'T0';
comment on column live.caption_desk.lang is 'T0';
comment on column live.caption_desk.owner is 'T2: blind index of session and person';
comment on column live.caption_desk.shown_as is 'T1: seen by captioners and the host only';

create table live.caption_key (
  id text primary key,
  session_id text not null references live.stage on delete cascade,
  lang text not null check (lang ~ '^[a-z]{2,3}$'),
  hash bytea not null unique,
  name text not null
);
comment on table live.caption_key is 'Keys of speech-recognition servers, each for one session and language. Rows go when revoked and with the session.';
comment on column live.caption_key.id is 'T0';
comment on column live.caption_key.session_id is 'T0';
comment on column live.caption_key.lang is 'T0';
comment on column live.caption_key.hash is 'T2: SHA-256 of the key, which is shown once';
comment on column live.caption_key.name is 'T1: what the host calls it';
