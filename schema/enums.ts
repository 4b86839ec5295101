import { z } from 'zod';

/** The enums of the graph (spec §2) as they stand in messages and in the store. */
export const Objective = z.enum(['NEW_CUSTOMERS', 'REVISIT', 'SALES', 'AWARENESS']);
export type Objective = z.infer<typeof Objective>;

/** 우리동네TV, 지니TV, 링고비즈, SNS. */
export const Channel = z.enum(['URIDONGNE_TV', 'GENIE_TV', 'RINGO_BIZ', 'SNS']);
export type Channel = z.infer<typeof Channel>;

export const Industry = z.enum(['RESTAURANT', 'CAFE', 'RETAIL', 'BEAUTY', 'FITNESS', 'EDUCATION', 'SERVICE', 'OTHER']);
export type Industry = z.infer<typeof Industry>;

export const BudgetTier = z.enum(['LOW', 'MEDIUM', 'HIGH']);
export type BudgetTier = z.infer<typeof BudgetTier>;

export const JobStatus = z.enum(['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT']);
export type JobStatus = z.infer<typeof JobStatus>;

export const ImageStyle = z.enum(['SIMPLE', 'FANCY', 'TRENDY']);
export type ImageStyle = z.infer<typeof ImageStyle>;

export const ImagePlatform = z.enum(['INSTAGRAM', 'NAVER', 'KAKAO']);
export type ImagePlatform = z.infer<typeof ImagePlatform>;

export const EventStatus = z.enum(['SCHEDULED', 'OPEN', 'ENDED']);
export type EventStatus = z.infer<typeof EventStatus>;
