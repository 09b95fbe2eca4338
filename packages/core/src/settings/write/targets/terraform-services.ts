/**
 * CLI names of the services whose endpoint the Terraform AWS provider can be told.
 * @source https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/guides/custom-service-endpoints.html.markdown (2026-11-25)
 */
export const TERRAFORM_SERVICES: readonly string[] = `
  accessanalyzer account acm acm-pca amp amplify apigateway apigatewayv2 appconfig appfabric appflow
  appintegrations application-autoscaling application-insights application-signals appmesh apprunner
  appstream appsync arc-region-switch arc-zonal-shift athena auditmanager autoscaling autoscaling-plans
  backup batch bcm-data-exports bedrock bedrock-agent bedrock-agentcore-control bedrock-runtime billing
  budgets ce chatbot chime chime-sdk-media-pipelines chime-sdk-voice cleanrooms cloud9 cloudcontrol
  cloudformation cloudfront cloudfront-keyvaluestore cloudhsmv2 cloudsearch cloudtrail cloudwatch
  codeartifact codebuild codecatalyst codecommit codeconnections codedeploy codeguru-reviewer
  codeguruprofiler codepipeline codestar-connections codestar-notifications cognito-identity cognito-idp
  comprehend compute-optimizer config connect connectcases controltower cost-optimization-hub cur
  customer-profiles databrew dataexchange datapipeline datasync datazone dax detective devicefarm
  devops-agent devops-guru directconnect dlm dms docdb docdb-elastic drs ds ds-data dsql dynamodb ec2 ecr
  ecr-public ecs efs eks elasticache elasticbeanstalk elb elbv2 emr emr-containers emr-serverless es
  events evs finspace firehose fis fms fsx gamelift glacier globalaccelerator glue grafana greengrass
  groundstation guardduty healthlake iam identitystore imagebuilder inspector inspector2 interconnect
  internetmonitor invoicing iot ivs ivschat kafka kafkaconnect kendra keyspaces kinesis kinesisanalytics
  kinesisanalyticsv2 kinesisvideo kms lakeformation lambda lambda-core lambda-microvms launch-wizard
  lex-models lexv2-models license-manager lightsail location logs m2 macie2 mailmanager mediaconnect
  mediaconvert medialive mediapackage mediapackage-vod mediapackagev2 mediastore memorydb mgn mpa mq mwaa
  mwaa-serverless neptune neptune-graph network-firewall networkflowmonitor networkmanager networkmonitor
  notifications notificationscontacts oam observabilityadmin odb opensearch opensearchserverless
  organizations osis outposts payment-cryptography pca-connector-ad pcs pinpoint pinpoint-sms-voice-v2
  pipes polly pricing qbusiness quicksight ram rbin rds rds-data redshift redshift-data
  redshift-serverless rekognition resiliencehub resiliencehubv2 resource-explorer-2 resource-groups
  resourcegroupstaggingapi rolesanywhere route53 route53-recovery-control-config
  route53-recovery-readiness route53domains route53profiles route53resolver rum s3 s3control s3files
  s3outposts s3tables s3vectors sagemaker savingsplans scheduler schemas secretsmanager securityhub
  securitylake serverlessrepo service-quotas servicecatalog servicecatalog-appregistry servicediscovery
  ses sesv2 shield signer sns sqs ssm ssm-contacts ssm-incidents ssm-quicksetup ssm-sap sso sso-admin
  stepfunctions storagegateway sts swf synthetics taxsettings timestream-influxdb timestream-query
  timestream-write transcribe transfer uxc verifiedpermissions vpc-lattice waf waf-regional wafv2
  wellarchitected workmail workspaces workspaces-web xray
`
  .trim()
  .split(/\s+/);

/** Where the provider has another word for it than the CLI. */
const RENAMED: Readonly<Record<string, string>> = {
  "bedrock-agentcore-control": "bedrockagentcore",
  "ds-data": "directoryservicedata",
};

/** What the service is called in the provider's `endpoints`: mostly its CLI name without hyphens. */
export function terraformArgument(cliName: string): string {
  return RENAMED[cliName] ?? cliName.replaceAll("-", "");
}
