# A shop on Google Cloud: a load balancer with Cloud Armor and CDN, GKE Standard and an Autopilot cluster, Cloud SQL.
# plan.json is what `terraform show -json` says about it.
terraform {
  required_providers {
    google = { source = "hashicorp/google", version = "~> 7.0" }
  }
}

provider "google" {
  project = "shop-prod"
  region  = "europe-west4"
}

variable "sql_password" {
  description = "Password of the application"
  type        = string
  sensitive   = true
}

resource "google_project_service" "container" {
  service = "container.googleapis.com"
}

resource "google_project_service" "sqladmin" {
  service = "sqladmin.googleapis.com"
}

resource "google_compute_network" "main" {
  name                    = "shop"
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "nodes" {
  name                     = "nodes"
  network                  = google_compute_network.main.id
  region                   = "europe-west4"
  ip_cidr_range            = "10.40.0.0/20"
  private_ip_google_access = true

  log_config {
    aggregation_interval = "INTERVAL_5_SEC"
    flow_sampling        = 0.5
  }
}

resource "google_compute_firewall" "health" {
  name          = "health-checks"
  network       = google_compute_network.main.id
  source_ranges = ["35.191.0.0/16", "130.211.0.0/22"]

  allow {
    protocol = "tcp"
    ports    = ["8080"]
  }
}

resource "google_compute_router" "main" {
  name    = "shop"
  network = google_compute_network.main.id
  region  = "europe-west4"
}

resource "google_compute_router_nat" "main" {
  name                               = "shop"
  router                             = google_compute_router.main.name
  region                             = "europe-west4"
  nat_ip_allocate_option             = "AUTO_ONLY"
  source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"
}

resource "google_compute_global_address" "sql" {
  name          = "sql-range"
  purpose       = "VPC_PEERING"
  address_type  = "INTERNAL"
  prefix_length = 16
  network       = google_compute_network.main.id
}

resource "google_compute_global_address" "web" {
  name = "shop-web"
}

resource "google_service_networking_connection" "sql" {
  network                 = google_compute_network.main.id
  service                 = "servicenetworking.googleapis.com"
  reserved_peering_ranges = [google_compute_global_address.sql.name]
}

resource "google_kms_key_ring" "shop" {
  name     = "shop"
  location = "europe-west4"
}

resource "google_kms_crypto_key" "data" {
  name            = "data"
  key_ring        = google_kms_key_ring.shop.id
  rotation_period = "7776000s"
}

resource "google_kms_crypto_key_iam_member" "sql" {
  crypto_key_id = google_kms_crypto_key.data.id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = google_project_service_identity.sql.member
}

resource "google_project_service_identity" "sql" {
  service = "sqladmin.googleapis.com"
}

resource "google_service_account" "nodes" {
  account_id = "gke-nodes"
}

resource "google_service_account" "shop" {
  account_id = "shop-app"
}

resource "google_service_account_iam_member" "shop" {
  service_account_id = google_service_account.shop.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:shop-prod.svc.id.goog[shop/shop]"
}

resource "google_project_iam_member" "logs" {
  project = "shop-prod"
  role    = "roles/logging.logWriter"
  member  = google_service_account.nodes.member
}

resource "google_project_iam_custom_role" "release" {
  role_id     = "shopRelease"
  title       = "Release the shop"
  permissions = ["container.deployments.update"]
}

resource "google_artifact_registry_repository" "shop" {
  repository_id = "shop"
  location      = "europe-west4"
  format        = "DOCKER"
  kms_key_name  = google_kms_crypto_key.data.id
}

resource "google_artifact_registry_repository_iam_member" "pull" {
  repository = google_artifact_registry_repository.shop.name
  location   = "europe-west4"
  role       = "roles/artifactregistry.reader"
  member     = google_service_account.nodes.member
}

resource "google_container_cluster" "shop" {
  name                     = "shop"
  location                 = "europe-west4"
  network                  = google_compute_network.main.id
  subnetwork               = google_compute_subnetwork.nodes.id
  remove_default_node_pool = true
  initial_node_count       = 1
  datapath_provider        = "ADVANCED_DATAPATH"
  deletion_protection      = true

  release_channel {
    channel = "REGULAR"
  }

  workload_identity_config {
    workload_pool = "shop-prod.svc.id.goog"
  }

  database_encryption {
    state    = "ENCRYPTED"
    key_name = google_kms_crypto_key.data.id
  }

  private_cluster_config {
    enable_private_nodes    = true
    enable_private_endpoint = false
    master_ipv4_cidr_block  = "172.16.0.0/28"
  }

  master_authorized_networks_config {
    cidr_blocks {
      cidr_block   = "192.0.2.0/24"
      display_name = "office"
    }
  }
}

resource "google_container_node_pool" "work" {
  name    = "work"
  cluster = google_container_cluster.shop.id

  autoscaling {
    min_node_count = 1
    max_node_count = 6
  }

  management {
    auto_repair  = true
    auto_upgrade = true
  }

  node_config {
    machine_type      = "n4-standard-4"
    service_account   = google_service_account.nodes.email
    boot_disk_kms_key = google_kms_crypto_key.data.id

    shielded_instance_config {
      enable_secure_boot = true
    }
  }
}

resource "google_container_node_pool" "batch" {
  name       = "batch"
  cluster    = google_container_cluster.shop.id
  node_count = 1

  management {
    auto_repair  = true
    auto_upgrade = false
  }

  node_config {
    machine_type = "n4-standard-8"
    spot         = true
  }
}

resource "google_container_cluster" "jobs" {
  name             = "jobs"
  location         = "europe-west1"
  enable_autopilot = true
  network          = google_compute_network.main.id
}

resource "google_gke_backup_backup_plan" "shop" {
  name     = "shop"
  cluster  = google_container_cluster.shop.id
  location = "europe-west4"

  backup_config {
    include_volume_data = true
    include_secrets     = true
    all_namespaces      = true
  }

  backup_schedule {
    cron_schedule = "0 2 * * *"
  }
}

resource "google_sql_database_instance" "orders" {
  name                = "orders"
  region              = "europe-west4"
  database_version    = "POSTGRES_17"
  encryption_key_name = google_kms_crypto_key.data.id
  deletion_protection = true

  settings {
    tier              = "db-perf-optimized-N-4"
    edition           = "ENTERPRISE_PLUS"
    availability_type = "REGIONAL"

    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true

      backup_retention_settings {
        retained_backups = 30
      }
    }

    ip_configuration {
      ipv4_enabled    = false
      private_network = google_compute_network.main.id
      ssl_mode        = "ENCRYPTED_ONLY"
    }

    maintenance_window {
      day          = 7
      hour         = 3
      update_track = "stable"
    }
  }
}

resource "google_sql_database" "orders" {
  name     = "orders"
  instance = google_sql_database_instance.orders.name
}

resource "google_sql_user" "shop" {
  name     = "shop"
  instance = google_sql_database_instance.orders.name
  password = var.sql_password
}

resource "google_sql_user" "dba" {
  name     = "dba@example.com"
  instance = google_sql_database_instance.orders.name
  type     = "CLOUD_IAM_GROUP"
}

resource "google_secret_manager_secret" "sql" {
  secret_id = "sql-password"

  replication {
    user_managed {
      replicas {
        location = "europe-west4"
      }
    }
  }
}

resource "google_secret_manager_secret_version" "sql" {
  secret      = google_secret_manager_secret.sql.id
  secret_data = var.sql_password
}

resource "google_secret_manager_secret_iam_member" "shop" {
  secret_id = google_secret_manager_secret.sql.id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.shop.member
}

resource "google_storage_bucket" "uploads" {
  name                        = "shop-prod-uploads"
  location                    = "EUROPE-WEST4"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = true
  }

  encryption {
    default_kms_key_name = google_kms_crypto_key.data.id
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }

    condition {
      num_newer_versions = 5
    }
  }
}

resource "google_storage_bucket" "exports" {
  name                        = "shop-prod-exports"
  location                    = "EU"
  uniform_bucket_level_access = true
}

resource "google_storage_bucket_iam_member" "uploads" {
  bucket = google_storage_bucket.uploads.name
  role   = "roles/storage.objectUser"
  member = google_service_account.shop.member
}

resource "google_redis_instance" "sessions" {
  name                    = "sessions"
  tier                    = "STANDARD_HA"
  memory_size_gb          = 2
  region                  = "europe-west4"
  transit_encryption_mode = "SERVER_AUTHENTICATION"
  auth_enabled            = true
  authorized_network      = google_compute_network.main.id
}

resource "google_pubsub_topic" "mail" {
  name         = "mail"
  kms_key_name = google_kms_crypto_key.data.id
}

resource "google_pubsub_subscription" "mail" {
  name  = "mail"
  topic = google_pubsub_topic.mail.id

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead.id
    max_delivery_attempts = 5
  }
}

resource "google_pubsub_topic" "dead" {
  name = "mail-dead"
}

resource "google_compute_security_policy" "web" {
  name = "shop"

  rule {
    action   = "deny(403)"
    priority = 1000

    match {
      expr {
        expression = "evaluatePreconfiguredWaf('sqli-v33-stable')"
      }
    }
  }
}

resource "google_compute_managed_ssl_certificate" "web" {
  name = "shop"

  managed {
    domains = ["shop.example.com"]
  }
}

resource "google_compute_health_check" "web" {
  name = "shop"

  http_health_check {
    port         = 8080
    request_path = "/healthz"
  }
}

resource "google_compute_backend_service" "web" {
  name            = "shop"
  protocol        = "HTTP"
  enable_cdn      = true
  security_policy = google_compute_security_policy.web.id
  health_checks   = [google_compute_health_check.web.id]

  log_config {
    enable      = true
    sample_rate = 1
  }
}

resource "google_compute_url_map" "web" {
  name            = "shop"
  default_service = google_compute_backend_service.web.id
}

resource "google_compute_target_https_proxy" "web" {
  name             = "shop"
  url_map          = google_compute_url_map.web.id
  ssl_certificates = [google_compute_managed_ssl_certificate.web.id]
  ssl_policy       = google_compute_ssl_policy.modern.id
}

resource "google_compute_ssl_policy" "modern" {
  name            = "modern"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
}

resource "google_compute_global_forwarding_rule" "web" {
  name                  = "shop"
  target                = google_compute_target_https_proxy.web.id
  ip_address            = google_compute_global_address.web.address
  port_range            = "443"
  load_balancing_scheme = "EXTERNAL_MANAGED"
}

resource "google_dns_managed_zone" "shop" {
  name     = "shop"
  dns_name = "shop.example.com."

  dnssec_config {
    state = "on"
  }
}

resource "google_dns_record_set" "shop" {
  name         = "shop.example.com."
  type         = "A"
  ttl          = 300
  managed_zone = google_dns_managed_zone.shop.name
  rrdatas      = [google_compute_global_address.web.address]
}

resource "google_logging_project_sink" "audit" {
  name                   = "audit"
  destination            = google_bigquery_dataset.audit.id
  filter                 = "logName:cloudaudit.googleapis.com"
  unique_writer_identity = true
}

resource "google_bigquery_dataset" "audit" {
  dataset_id = "audit"
  location   = "EU"
}

resource "google_logging_metric" "denied" {
  name   = "denied"
  filter = "protoPayload.status.code=7"
}

resource "google_monitoring_alert_policy" "denied" {
  display_name = "Access denied"
  combiner     = "OR"

  conditions {
    display_name = "denied"

    condition_threshold {
      filter     = "metric.type=\"logging.googleapis.com/user/denied\""
      comparison = "COMPARISON_GT"
      duration   = "0s"
    }
  }
}

resource "google_monitoring_notification_channel" "oncall" {
  display_name = "On call"
  type         = "email"
  labels       = { email_address = "oncall@example.com" }
}

resource "google_monitoring_uptime_check_config" "shop" {
  display_name = "shop"
  timeout      = "10s"

  http_check {
    path    = "/healthz"
    port    = 443
    use_ssl = true
  }
}

resource "google_cloudbuild_trigger" "release" {
  name     = "release"
  filename = "cloudbuild.yaml"

  github {
    owner = "example"
    name  = "shop"

    push {
      branch = "^main$"
    }
  }
}

resource "google_org_policy_policy" "keys" {
  name   = "projects/shop-prod/policies/iam.disableServiceAccountKeyCreation"
  parent = "projects/shop-prod"

  spec {
    rules {
      enforce = "TRUE"
    }
  }
}

resource "google_binary_authorization_policy" "shop" {
  default_admission_rule {
    evaluation_mode  = "REQUIRE_ATTESTATION"
    enforcement_mode = "ENFORCED_BLOCK_AND_AUDIT_LOG"
  }
}

resource "random_id" "suffix" {
  byte_length = 4
}
