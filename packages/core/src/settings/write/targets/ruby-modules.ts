import { pascalName } from "../../choose/client-names.js";

/**
 * Ruby's modules that are not named after the service id: those of before 2023 have names of their own.
 * @source aws-partitions 1.653.0, `Aws::Partitions.service_ids`
 */
const MODULES: Readonly<Record<string, string>> = {
  amp: "PrometheusService",
  AppIntegrations: "AppIntegrationsService",
  billingconductor: "BillingConductor",
  CloudControl: "CloudControlApi",
  codeartifact: "CodeArtifact",
  "CodeStar connections": "CodeStarconnections",
  "codestar notifications": "CodeStarNotifications",
  ConnectCampaigns: "ConnectCampaignService",
  "Cost and Usage Report Service": "CostandUsageReportService",
  DataBrew: "GlueDataBrew",
  "ECR PUBLIC": "ECRPublic",
  "finspace data": "FinSpaceData",
  fis: "FIS",
  forecast: "ForecastService",
  forecastquery: "ForecastQueryService",
  grafana: "ManagedGrafana",
  identitystore: "IdentityStore",
  IotDeviceAdvisor: "IoTDeviceAdvisor",
  ivs: "IVS",
  "Kinesis Video Signaling": "KinesisVideoSignalingChannels",
  "Lex Runtime Service": "Lex",
  Location: "LocationService",
  m2: "MainframeModernization",
  MigrationHubStrategy: "MigrationHubStrategyRecommendations",
  mq: "MQ",
  OpenSearch: "OpenSearchService",
  rbin: "RecycleBin",
  "RDS Data": "RDSDataService",
  "Redshift Data": "RedshiftDataAPIService",
  resiliencehub: "ResilienceHub",
  RUM: "CloudWatchRUM",
  "SageMaker A2I Runtime": "AugmentedAIRuntime",
  "Sagemaker Edge": "SagemakerEdgeManager",
  savingsplans: "SavingsPlans",
  "Service Catalog AppRegistry": "AppRegistry",
  SESv2: "SESV2",
  SFN: "States",
  Transcribe: "TranscribeService",
  Wisdom: "ConnectWisdomService",
};

/** `CloudWatchLogs`, `States`; the gem is called the same in small letters. */
export function rubyModule(serviceId: string): string {
  return MODULES[serviceId] ?? pascalName(serviceId);
}
