/**
 * What `flows s3://…` needs of the client of S3. Only the one import in `flow-bucket.ts` loads this file: the build makes
 * a piece of it and of the SDK, which no other command pays for.
 */
export { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
