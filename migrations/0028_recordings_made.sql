-- What making a recording needs to know beside its files, and when a speech began where a recording is made.
alter table recordings.recording
  add column pieces jsonb,
  add column from_ms integer check (from_ms >= 0),
  add column to_ms integer check (to_ms > 0),
  add column loudness real,
  add column is_wanted boolean not null default true;
comment on column recordings.recording.pieces is 'T0: which parts of the take it is made of, [{from, to, at}] in ms: `at` is where the part begins in the recording; null: its own file from the beginning';
comment on column recordings.recording.from_ms is 'T0: mark set by the organisers, in ms of the take';
comment on column recordings.recording.to_ms is 'T0: mark set by the organisers, in ms of the take';
comment on column recordings.recording.loudness is 'T0: LUFS of the floor before it was made even';
comment on column recordings.recording.is_wanted is 'T1: published by itself as soon as everybody agreed; false once the organisers withdrew it';
comment on column recordings.chapter.start_ms is 'T0: milliseconds of the take, or of the file where there is none';
comment on column recordings.line.start_ms is 'T0: milliseconds of the take, or of the file where there is none';

alter table live.floor_speech add column began_ms integer check (began_ms >= 0);
comment on column live.floor_speech.began_ms is 'T0: ms from the session''s going live, only where it is recorded, for everybody to hear: the chapters of the recording';
