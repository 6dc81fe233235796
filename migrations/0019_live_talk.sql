-- What is written and shown in a session by everybody, and what keeps it a place to be in.

alter table live.stage add column stopped boolean not null default false;
comment on column live.stage.stopped is 'T0: everything was closed at once; only the host or the organisers open it again';
alter table live.seat add column barred boolean not null default false;
comment on column live.seat.barred is 'T1: removed from the session by a moderator: may not come back in';

create table live.talk (
  session_id text primary key references live.stage on delete cascade,
  mode text not null default 'off' check (mode in ('off', 'open', 'members')),
  slow_seconds integer not null default 0 check (slow_seconds between 0 and 600),
  last_seq bigint not null default 0,
  gone integer not null default 0,
  window_at timestamptz not null default 'epoch',
  window_count integer not null default 0,
  window_guests integer not null default 0,
  expires_at timestamptz
);
comment on table live.talk is 'How one talks in a session; a session without a row has no talk. What was said is deleted 24 hours after the session’s end, the row stays for the log of acts.';
comment on column live.talk.session_id is 'T0';
comment on column live.talk.mode is 'T0';
comment on column live.talk.slow_seconds is 'T0: between two messages of one voice';
comment on column live.talk.last_seq is 'T0: number of the newest message';
comment on column live.talk.gone is 'T0: how many messages were hidden';
comment on column live.talk.window_at is 'T0: when the ten seconds began in which messages are being counted';
comment on column live.talk.window_count is 'T0: messages of all voices in these ten seconds';
comment on column live.talk.window_guests is 'T0: how many of them were guests’';
comment on column live.talk.expires_at is 'T0: when the talk is deleted; null while the session is not over';

create table live.message (
  session_id text not null references live.talk on delete cascade,
  seq bigint not null,
  id text not null unique,
  author bytea not null,
  signed_as text,
  text text not null,
  hidden text check (hidden in ('moderator', 'reports')),
  primary key (session_id, seq)
);
comment on table live.message is 'The newest 200 messages of a session; no time is kept. Deleted 24 hours after the session’s end.';
comment on column live.message.session_id is 'T0';
comment on column live.message.seq is 'T0';
comment on column live.message.id is 'T0: random';
comment on column live.message.author is 'T2: blind index of session and voice; shown to nobody';
comment on column live.message.signed_as is 'T0: the name of the author’s seat here, only if they chose to sign';
comment on column live.message.text is 'T0';
comment on column live.message.hidden is 'T1: by whom';

create table live.voice (
  session_id text not null references live.talk on delete cascade,
  mark bytea not null,
  spoke_at timestamptz,
  silent_until timestamptz,
  hand boolean not null default false,
  primary key (session_id, mark)
);
create index voice_hand on live.voice (session_id) where hand;
comment on table live.voice is 'What slow mode, pauses and raised hands must know of those who take part: rows that hold nothing any more go every few minutes, all 24 hours after the session’s end.';
comment on column live.voice.session_id is 'T0';
comment on column live.voice.mark is 'T2: blind index of session and voice (a person, or a guest’s random number); shown to nobody';
comment on column live.voice.spoke_at is 'T1: to the second, forgotten after a quarter of an hour';
comment on column live.voice.silent_until is 'T1';
comment on column live.voice.hand is 'T1';

create table live.report (
  session_id text not null references live.talk on delete cascade,
  kind text not null check (kind in ('message', 'question')),
  thing text not null,
  reporter bytea not null,
  signed_in boolean not null,
  primary key (session_id, kind, thing, reporter)
);
comment on table live.report is '“Report this”: how many reported a thing, not who. Goes when a moderator has looked, or with the talk.';
comment on column live.report.session_id is 'T0';
comment on column live.report.kind is 'T1';
comment on column live.report.thing is 'T1: id of a message or question';
comment on column live.report.reporter is 'T2: blind index of thing and voice: no two reports of one voice can be joined';
comment on column live.report.signed_in is 'T1: guests’ reports weigh less';

create table live.reviewed (
  session_id text not null references live.talk on delete cascade,
  kind text not null,
  thing text not null,
  primary key (session_id, kind, thing)
);
comment on table live.reviewed is 'What a moderator looked at and kept: reports hide it no more.';
comment on column live.reviewed.session_id is 'T0';
comment on column live.reviewed.kind is 'T1';
comment on column live.reviewed.thing is 'T1';

create table live.act (
  session_id text not null references live.talk on delete cascade,
  seq bigint generated always as identity,
  kind text not null,
  minute timestamptz not null,
  reason text,
  words text,
  minutes integer,
  primary key (session_id, seq)
);
comment on table live.act is 'The public log of what moderators did in a session; kept as long as the session. Names nobody.';
comment on column live.act.session_id is 'T0';
comment on column live.act.seq is 'T0';
comment on column live.act.kind is 'T0';
comment on column live.act.minute is 'T0: to the minute';
comment on column live.act.reason is 'T0: of a short list';
comment on column live.act.words is 'T0: the moderator’s own words; the form says that everybody reads them';
comment on column live.act.minutes is 'T0: how long a pause lasts';
