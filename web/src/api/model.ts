/** Requests and responses of the server, by the names that the page uses. */
import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

export type Asked = Schemas['Asked'];
export type BenchFile = Schemas['BenchFile'];
export type Certainty = Schemas['Certainty'];
export type Clip = Schemas['Clip'];
export type Clips = Schemas['Clips'];
export type Drawn = Schemas['Drawn'];
export type Epoch = Schemas['Epoch'];
export type Facts = Schemas['Facts'];
export type Found = Schemas['Found'];
export type Generated = Schemas['Generated'];
export type GenerateQuestion = Schemas['GenerateRequest'];
export type Has = Schemas['PerModality_bool'];
export type Job = Schemas['JobStatus'];
export type JobQuestion = Schemas['JobRequest'];
export type Latent = Schemas['Latent'];
export type Localized = Schemas['Localized'];
export type LocalizeQuestion = Schemas['LocalizeRequest'];
export type Modality = Schemas['Modality'];
export type ModelInfo = Schemas['ModelInfo'];
export type Part = Schemas['PartOfDistance'];
export type Proof = Schemas['Proof'];
export type Searched = Schemas['Searched'];
export type SearchQuestion = Schemas['SearchRequest'];
export type SkippedFile = Schemas['SkippedFile'];
export type Source = Schemas['Source'];
export type Span = Schemas['Span'];
export type Typicality = Schemas['Typicality'];
export type Upload = Schemas['UploadInfo'];
export type Verdict = Schemas['MatchVerdict'];
export type Waveform = Schemas['Waveform'];
