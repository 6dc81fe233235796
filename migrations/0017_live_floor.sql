-- The list of speakers. What is kept of whom: an entry goes when its turn comes, when its owner leaves, or with the end of the
-- session; of a speech, name, owner and seat go thirty days after the session's end (live:forget_floor), except the name of
-- somebody who chose to be on record; kind, group and length stay as shares of the time. No moment of coming is stored.
create table live.floor (
  session_id text primary key references live.stage on delete cascade,
  version integer not null default 0,
  revision integer not null default 0,
  last_command text not null default '',
  is_open boolean not null default false,
  points_when_closed boolean not null default true,
  kinds text[] not null default '{contribution,for,against,reply,question,point}',
  rules text[] not null default '{first_time}',
  groups text[] not null default '{}',
  speech_seconds integer not null default 180 check (speech_seconds between 10 and 7200),
  short_seconds integer not null default 60 check (short_seconds between 10 and 7200),
  person_seconds integer check (person_seconds between 10 and 86400),
  group_seconds integer check (group_seconds between 10 and 86400),
  quorum integer check (quorum between 1 and 100000),
  ended_on date
);
comment on table live.floor is 'The rules and the state of a session''s list of speakers.';
comment on column live.floor.session_id is 'T0';
comment on column live.floor.version is 'T0: grows with every decision of a chair; a decision made on an older one is refused';
comment on column live.floor.revision is 'T0: grows with every change of the list';
comment on column live.floor.last_command is 'T1: the newest decision, so that the same one sent again is done once';
comment on column live.floor.is_open is 'T0';
comment on column live.floor.points_when_closed is 'T0: a closed list still takes points of order';
comment on column live.floor.kinds is 'T0: kinds that are taken';
comment on column live.floor.rules is 'T0: published rules of order, the first one decides first; order of asking is always the last';
comment on column live.floor.groups is 'T0: groups one may name oneself of';
comment on column live.floor.speech_seconds is 'T0';
comment on column live.floor.short_seconds is 'T0: of a reply, a question, a point of order';
comment on column live.floor.person_seconds is 'T0: of one person in the whole session';
comment on column live.floor.group_seconds is 'T0: of one group in the whole session';
comment on column live.floor.quorum is 'T0: declared number of those present';
comment on column live.floor.ended_on is 'T0: day of the session''s end; names are kept for thirty days from it';

create table live.floor_entry (
  id text primary key,
  session_id text not null references live.floor on delete cascade,
  seq bigint generated always as identity,
  kind text not null check (kind in ('contribution', 'for', 'against', 'reply', 'question', 'point')),
  category text,
  shown_as text not null,
  group_name text,
  owner bytea,
  seat text,
  reply_to text,
  on_record boolean not null default false,
  pinned_at integer check (pinned_at > 0),
  pin_reason text,
  check ((kind = 'point') = (category is not null))
);
-- One place a person, and one point of order beside it.
create unique index floor_entry_owner on live.floor_entry (session_id, owner, (kind = 'point'));
create index floor_entry_session on live.floor_entry (session_id, seq);
comment on table live.floor_entry is 'Who waits to speak: by their own wish or added by the chair. Gone with the call, with leaving, with the end.';
comment on column live.floor_entry.id is 'T0';
comment on column live.floor_entry.session_id is 'T0';
comment on column live.floor_entry.seq is 'T0: order of asking';
comment on column live.floor_entry.kind is 'T0';
comment on column live.floor_entry.category is 'T0: of a point of order';
comment on column live.floor_entry.shown_as is 'T0: a name of one''s choice';
comment on column live.floor_entry.group_name is 'T0: self-declared, optional';
comment on column live.floor_entry.owner is 'T2: blind index of session and person; none when the chair added a name';
comment on column live.floor_entry.seat is 'T0: random for each session';
comment on column live.floor_entry.reply_to is 'T0: the speech that is answered';
comment on column live.floor_entry.on_record is 'T1: the name may stay with the record';
comment on column live.floor_entry.pinned_at is 'T0: place given by the chair';
comment on column live.floor_entry.pin_reason is 'T0: the chair''s public reason';

create table live.floor_speech (
  id text primary key,
  session_id text not null references live.floor on delete cascade,
  seq bigint generated always as identity,
  kind text not null check (kind in ('contribution', 'for', 'against', 'reply', 'question', 'point')),
  category text,
  shown_as text,
  group_name text,
  owner bytea,
  seat text,
  stays boolean not null default false,
  on_record boolean not null default false,
  allowed_ms integer not null check (allowed_ms >= 0),
  extended_ms integer not null default 0 check (extended_ms >= 0),
  paused_ms bigint not null default 0 check (paused_ms >= 0),
  started_at timestamptz,
  paused_at timestamptz,
  spent_ms bigint check (spent_ms >= 0)
);
-- The last guard of "never two at once": one speech without an end in a session.
create unique index floor_speech_now on live.floor_speech (session_id) where spent_ms is null;
create index floor_speech_session on live.floor_speech (session_id, seq);
comment on table live.floor_speech is 'Speeches given from the list and their clocks. Names go thirty days after the end.';
comment on column live.floor_speech.id is 'T0: that of the entry';
comment on column live.floor_speech.session_id is 'T0';
comment on column live.floor_speech.seq is 'T0';
comment on column live.floor_speech.kind is 'T0';
comment on column live.floor_speech.category is 'T0';
comment on column live.floor_speech.shown_as is 'T0: gone after thirty days unless on record';
comment on column live.floor_speech.group_name is 'T0: self-declared';
comment on column live.floor_speech.owner is 'T2: blind index of session and person; gone after thirty days';
comment on column live.floor_speech.seat is 'T0: random for each session; gone after thirty days';
comment on column live.floor_speech.stays is 'T0: was on stage before the call and stays there after it';
comment on column live.floor_speech.on_record is 'T1';
comment on column live.floor_speech.allowed_ms is 'T0';
comment on column live.floor_speech.extended_ms is 'T0';
comment on column live.floor_speech.paused_ms is 'T0: all pauses that are over';
comment on column live.floor_speech.started_at is 'T0: while the speech is on; gone with its end';
comment on column live.floor_speech.paused_at is 'T0: while it is paused';
comment on column live.floor_speech.spent_ms is 'T0: its length once it is over';

create table live.floor_log (
  session_id text not null references live.floor on delete cascade,
  seq bigint generated always as identity,
  act text not null check (act in ('out_of_turn', 'over_budget', 'moved', 'removed')),
  shown_as text,
  reason text,
  primary key (session_id, seq)
);
comment on table live.floor_log is 'Where a chair departed from the rule, and why: public. Names and reasons go thirty days after the end.';
comment on column live.floor_log.session_id is 'T0';
comment on column live.floor_log.seq is 'T0';
comment on column live.floor_log.act is 'T0';
comment on column live.floor_log.shown_as is 'T0: gone after thirty days';
comment on column live.floor_log.reason is 'T0: gone after thirty days';
