-- Old recordings on their way in, and for how long an event keeps its recordings.
create table recordings.upload (
  id text primary key,
  event_id text not null references congress.event on delete cascade,
  name text not null,
  bytes bigint not null,
  state text not null default 'coming' check (state in ('coming', 'came', 'ready', 'refused', 'taken')),
  fault text,
  sha256 text,
  mime text,
  seconds integer,
  width integer,
  height integer,
  begun_at timestamptz not null,
  recording_id text references recordings.recording on delete cascade
);
create index upload_of_event on recordings.upload (event_id);
comment on table recordings.upload is 'An old recording on its way in. Its bytes: uploads/<id> of the media folder. Goes when its recording has the file, or three days after it was begun and not ended, thirty after it ended and nobody took it.';
comment on column recordings.upload.id is 'T0: random; part of the address it is sent to';
comment on column recordings.upload.event_id is 'T0';
comment on column recordings.upload.name is 'T1: what the file was called, to find its session by';
comment on column recordings.upload.bytes is 'T0: announced';
comment on column recordings.upload.state is 'T0: coming, came whole, ready to be made a recording, refused, taken by a recording';
comment on column recordings.upload.fault is 'T0: why it was refused, a word of messages';
comment on column recordings.upload.sha256 is 'T0';
comment on column recordings.upload.mime is 'T0';
comment on column recordings.upload.seconds is 'T0';
comment on column recordings.upload.width is 'T0: pixels; null without a picture';
comment on column recordings.upload.height is 'T0: pixels';
comment on column recordings.upload.begun_at is 'T1: of the file, of no person';
comment on column recordings.upload.recording_id is 'T0: the recording that waits for it';

create table recordings.keeping (
  event_id text primary key references congress.event on delete cascade,
  years smallint not null check (years between 1 and 100)
);
comment on table recordings.keeping is 'For how long an event keeps recordings that say nothing themselves. Without a row: for ever.';
comment on column recordings.keeping.event_id is 'T0';
comment on column recordings.keeping.years is 'T0: counted from the day it was held';
