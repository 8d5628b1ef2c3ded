/** The answers of the server, by the names that the contract gives them. */
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
export type GenerateQuestion = Schemas['GenerateQuestion'];
export type Has = Schemas['Has'];
export type Job = Schemas['Job'];
export type JobQuestion = Schemas['JobQuestion'];
export type Latent = Schemas['Latent'];
export type Localized = Schemas['Localized'];
export type LocalizeQuestion = Schemas['LocalizeQuestion'];
export type Modality = Schemas['Modality'];
export type ModelInfo = Schemas['ModelInfo'];
export type Part = Schemas['Part'];
export type Proof = Schemas['Proof'];
export type Searched = Schemas['Searched'];
export type SearchQuestion = Schemas['SearchQuestion'];
export type SkippedFile = Schemas['SkippedFile'];
export type Source = Schemas['Source'];
export type Span = Schemas['Span'];
export type Typicality = Schemas['Typicality'];
export type Upload = Schemas['Upload'];
export type Verdict = Schemas['Verdict'];
export type Waveform = Schemas['Waveform'];
