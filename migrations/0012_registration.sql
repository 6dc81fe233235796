-- Who takes part, without a list of persons: places are counted, tickets name nobody, answers are totals.

create schema registration;

create table registration.setting (
  event_id text primary key references congress.event on delete cascade,
  mode text not null default 'closed' check (mode in ('closed', 'open', 'limited', 'sections', 'codes')),
  opens_at timestamptz,
  closes_at timestamptz check (closes_at > opens_at),
  waiting boolean not null default true,
  keep_days integer not null default 30 check (keep_days between 0 and 365),
  certificate_min integer not null default 0 check (certificate_min between 0 and 500),
  forgotten boolean not null default false
);
comment on table registration.setting is 'How one registers for an event; an event without a row takes no registrations.';
comment on column registration.setting.event_id is 'T0';
comment on column registration.setting.mode is 'T0';
comment on column registration.setting.opens_at is 'T0';
comment on column registration.setting.closes_at is 'T0';
comment on column registration.setting.waiting is 'T0: whether there is a waiting list when the places are taken';
comment on column registration.setting.keep_days is 'T0: days after the event until tickets and answers are deleted';
comment on column registration.setting.certificate_min is 'T0: stamps of different sessions that a certificate needs; 0 when there are none';
comment on column registration.setting.forgotten is 'T1: tickets and answers have been deleted';

create table registration.pool (
  id text primary key,
  event_id text not null references congress.event on delete cascade,
  kind text not null check (kind in ('event', 'section', 'group')),
  section_id text references congress.section on delete cascade,
  code_hash bytea unique,
  label bytea,
  places integer check (places between 0 and 1000000),
  taken integer not null default 0 check (taken >= 0),
  here integer not null default 0 check (here >= 0),
  revoked boolean not null default false,
  check ((kind = 'section') = (section_id is not null)),
  check (kind = 'group' or code_hash is null)
);
create unique index pool_event on registration.pool (event_id) where kind = 'event';
create unique index pool_section on registration.pool (section_id) where kind = 'section';
create index pool_all on registration.pool (event_id);
comment on table registration.pool is 'Places that are taken one by one: those of the whole event, of a section, or of a group with an invitation code.';
comment on column registration.pool.id is 'T1: random';
comment on column registration.pool.event_id is 'T0';
comment on column registration.pool.kind is 'T0';
comment on column registration.pool.section_id is 'T0';
comment on column registration.pool.code_hash is 'T1: SHA-256 of a group''s code; null once it is forgotten';
comment on column registration.pool.label is 'T2: what the organisers call the group; shown to nobody else';
comment on column registration.pool.places is 'T0: null when there is no limit';
comment on column registration.pool.taken is 'T1: shown in tens, from ten on';
comment on column registration.pool.here is 'T1: of them, who came; shown in tens, from ten on';
comment on column registration.pool.revoked is 'T1';

create table registration.ticket (
  hash bytea primary key,
  pool_id text not null references registration.pool on delete cascade,
  seq bigint generated always as identity,
  state text not null check (state in ('in', 'waiting')),
  here boolean not null default false,
  answers bytea
);
create index ticket_waiting on registration.ticket (pool_id, seq) where state = 'waiting';
create index ticket_pool on registration.ticket (pool_id);
comment on table registration.ticket is 'A place, or a place in the waiting list. Nothing in it is a person; only the holder of the code finds it.';
comment on column registration.ticket.hash is 'T1: SHA-256 of the code, which is random and stored nowhere';
comment on column registration.ticket.pool_id is 'T1';
comment on column registration.ticket.seq is 'T1: order of the waiting list, no time';
comment on column registration.ticket.state is 'T1';
comment on column registration.ticket.here is 'T1';
comment on column registration.ticket.answers is 'T2: sealed by a key made from the code itself, so that the holder can change them and the organisers cannot join them';

create table registration.question (
  id text primary key,
  event_id text not null references congress.event on delete cascade,
  kind text not null check (kind in ('text', 'choice', 'several', 'yes_no')),
  title jsonb not null,
  why jsonb not null,
  options jsonb not null default '[]',
  required boolean not null default false,
  position integer not null default 0
);
create index question_event on registration.question (event_id, position);
comment on column registration.question.id is 'T0';
comment on column registration.question.event_id is 'T0';
comment on column registration.question.kind is 'T0';
comment on column registration.question.title is 'T0: words by language';
comment on column registration.question.why is 'T0: why it is asked, words by language';
comment on column registration.question.options is 'T0: [{id, words}]';
comment on column registration.question.required is 'T0';
comment on column registration.question.position is 'T0';

create table registration.tally (
  question_id text not null references registration.question on delete cascade,
  option text not null,
  count integer not null check (count >= 0),
  primary key (question_id, option)
);
comment on table registration.tally is 'Answers to choices, as sums only: who chose what is not here.';
comment on column registration.tally.question_id is 'T0';
comment on column registration.tally.option is 'T0';
comment on column registration.tally.count is 'T1: shown in tens, from ten on';

create table registration.text_answer (
  id text primary key,
  question_id text not null references registration.question on delete cascade,
  body bytea not null
);
create index text_answer_question on registration.text_answer (question_id);
comment on table registration.text_answer is 'Answers in words, each alone: tied to no ticket and to no other answer.';
comment on column registration.text_answer.id is 'T1: random';
comment on column registration.text_answer.question_id is 'T0';
comment on column registration.text_answer.body is 'T2';

create table registration.stamp_key (
  session_id text primary key references congress.session on delete cascade,
  event_id text not null references congress.event on delete cascade,
  public text not null,
  private bytea,
  word bytea,
  open boolean not null default false,
  given integer not null default 0 check (given >= 0)
);
create index stamp_key_event on registration.stamp_key (event_id);
comment on table registration.stamp_key is 'The key a session''s stamps are signed with: a blind signature says nothing but which key made it.';
comment on column registration.stamp_key.session_id is 'T0';
comment on column registration.stamp_key.event_id is 'T0';
comment on column registration.stamp_key.public is 'T0: SPKI, base64';
comment on column registration.stamp_key.private is 'T2: deleted with the tickets, so that nobody signs a stamp afterwards';
comment on column registration.stamp_key.word is 'T2: the figures that the host shows in the session';
comment on column registration.stamp_key.open is 'T1';
comment on column registration.stamp_key.given is 'T1: stamps given; shown in tens, from ten on';

create table registration.stamping (
  marker bytea primary key,
  session_id text not null references registration.stamp_key on delete cascade,
  request bytea not null
);
create index stamping_session on registration.stamping (session_id);
comment on table registration.stamping is 'That a ticket has had its stamp of a session, so that it gets one only.';
comment on column registration.stamping.marker is 'T2: blind index of ticket and session';
comment on column registration.stamping.session_id is 'T1';
comment on column registration.stamping.request is 'T2: blind index of what was signed, so that the same request is answered again';

create table registration.spent_stamp (
  hash bytea primary key,
  event_id text not null references congress.event on delete cascade,
  claim bytea not null
);
comment on table registration.spent_stamp is 'Stamps that stand in a certificate: no second name may use them.';
comment on column registration.spent_stamp.hash is 'T1: SHA-256 of the stamp, which its signer has never seen before';
comment on column registration.spent_stamp.event_id is 'T1';
comment on column registration.spent_stamp.claim is 'T1: SHA-256 of the stamp and the name; without the stamp no name can be tried against it';

create table registration.certificate_key (
  event_id text primary key references congress.event on delete cascade,
  public text not null,
  private bytea
);
comment on table registration.certificate_key is 'What an event''s certificates are signed with. The public half stays as long as the event.';
comment on column registration.certificate_key.event_id is 'T0';
comment on column registration.certificate_key.public is 'T0: SPKI, base64';
comment on column registration.certificate_key.private is 'T2';
