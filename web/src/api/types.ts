/** Names for the types of requests and responses; `schema.d.ts` is generated from the server. */
import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

export type BenchFile = Schemas['BenchFile'];
export type CheckExample = Schemas['ShownRecord'];
export type Clip = Schemas['Clip'];
export type Clips = Schemas['Clips'];
export type Epoch = Schemas['Epoch'];
export type Facts = Schemas['Facts'];
export type GenerateRequest = Schemas['GenerateRequest'];
export type GenerateResponse = Schemas['Generated'];
export type HasModality = Schemas['PerModality_bool'];
export type Job = Schemas['JobStatus'];
export type JobRequest = Schemas['JobRequest'];
export type Latent = Schemas['Latent'];
export type LatentFacts = Schemas['LatentFacts'];
export type LocalizeRequest = Schemas['LocalizeRequest'];
export type LocalizeResponse = Schemas['Localized'];
export type Method = Schemas['Method'];
export type Modality = Schemas['Modality'];
export type ModelInfo = Schemas['ModelInfo'];
export type ModelReport = Schemas['ModelReport'];
export type Part = Schemas['PartOfDistance'];
export type Samples = Schemas['Drawn'];
export type Score = Schemas['Score'];
export type SearchRequest = Schemas['SearchRequest'];
export type SearchResponse = Schemas['Searched'];
export type SearchResult = Schemas['Found'];
export type SkippedFile = Schemas['SkippedFile'];
export type Source = Schemas['Source'];
export type Span = Schemas['Span'];
export type Training = Schemas['TrainingFacts'];
export type Typicality = Schemas['Typicality'];
export type Upload = Schemas['UploadInfo'];
export type Waveform = Schemas['Waveform'];
