import software.amazon.awssdk.services.s3.S3Client;

class Store {
    final S3Client s3 = S3Client.builder().build();
}
