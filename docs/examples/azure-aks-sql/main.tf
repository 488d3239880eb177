# A shop on Azure: Front Door, a private AKS cluster with its own keys, Azure SQL with a failover group.
# plan.json is what `terraform show -json` says about it.
terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm", version = "~> 4.0" }
  }
}

provider "azurerm" {
  features {}
}

data "azurerm_client_config" "current" {}

variable "sql_password" {
  description = "Password of the SQL administrator"
  type        = string
  sensitive   = true
}

resource "azurerm_resource_group" "shop" {
  name     = "rg-shop-prod"
  location = "westeurope"
}

resource "azurerm_virtual_network" "main" {
  name                = "vnet-shop"
  address_space       = ["10.30.0.0/16"]
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
}

resource "azurerm_subnet" "nodes" {
  name                            = "nodes"
  resource_group_name             = azurerm_resource_group.shop.name
  virtual_network_name            = azurerm_virtual_network.main.name
  address_prefixes                = ["10.30.0.0/20"]
  default_outbound_access_enabled = false
}

resource "azurerm_subnet" "endpoints" {
  name                            = "endpoints"
  resource_group_name             = azurerm_resource_group.shop.name
  virtual_network_name            = azurerm_virtual_network.main.name
  address_prefixes                = ["10.30.16.0/24"]
  default_outbound_access_enabled = false
}

resource "azurerm_network_security_group" "nodes" {
  name                = "nsg-nodes"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
}

resource "azurerm_network_security_rule" "https" {
  name                        = "https"
  priority                    = 100
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_port_range           = "*"
  destination_port_range      = "443"
  source_address_prefix       = "AzureFrontDoor.Backend"
  destination_address_prefix  = "*"
  resource_group_name         = azurerm_resource_group.shop.name
  network_security_group_name = azurerm_network_security_group.nodes.name
}

resource "azurerm_subnet_network_security_group_association" "nodes" {
  subnet_id                 = azurerm_subnet.nodes.id
  network_security_group_id = azurerm_network_security_group.nodes.id
}

resource "azurerm_public_ip" "nat" {
  name                = "pip-nat"
  allocation_method   = "Static"
  sku                 = "Standard"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
}

resource "azurerm_nat_gateway" "main" {
  name                = "ng-shop"
  sku_name            = "Standard"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
}

resource "azurerm_nat_gateway_public_ip_association" "main" {
  nat_gateway_id       = azurerm_nat_gateway.main.id
  public_ip_address_id = azurerm_public_ip.nat.id
}

resource "azurerm_subnet_nat_gateway_association" "nodes" {
  subnet_id      = azurerm_subnet.nodes.id
  nat_gateway_id = azurerm_nat_gateway.main.id
}

resource "azurerm_route_table" "nodes" {
  name                = "rt-nodes"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
}

resource "azurerm_subnet_route_table_association" "nodes" {
  subnet_id      = azurerm_subnet.nodes.id
  route_table_id = azurerm_route_table.nodes.id
}

resource "azurerm_user_assigned_identity" "aks" {
  name                = "id-aks"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
}

resource "azurerm_user_assigned_identity" "shop" {
  name                = "id-shop"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
}

resource "azurerm_federated_identity_credential" "shop" {
  name                = "shop"
  resource_group_name = azurerm_resource_group.shop.name
  parent_id           = azurerm_user_assigned_identity.shop.id
  audience            = ["api://AzureADTokenExchange"]
  issuer              = azurerm_kubernetes_cluster.shop.oidc_issuer_url
  subject             = "system:serviceaccount:shop:shop"
}

resource "azurerm_role_assignment" "pull" {
  scope                = azurerm_container_registry.shop.id
  role_definition_name = "AcrPull"
  principal_id         = azurerm_kubernetes_cluster.shop.kubelet_identity[0].object_id
}

resource "azurerm_role_assignment" "network" {
  scope                = azurerm_virtual_network.main.id
  role_definition_name = "Network Contributor"
  principal_id         = azurerm_user_assigned_identity.aks.principal_id
}

resource "azurerm_container_registry" "shop" {
  name                          = "shopprod"
  sku                           = "Premium"
  admin_enabled                 = false
  public_network_access_enabled = false
  resource_group_name           = azurerm_resource_group.shop.name
  location                      = azurerm_resource_group.shop.location

  georeplications {
    location                = "northeurope"
    zone_redundancy_enabled = true
  }
}

resource "azurerm_log_analytics_workspace" "main" {
  name                = "log-shop"
  sku                 = "PerGB2018"
  retention_in_days   = 90
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
}

resource "azurerm_log_analytics_solution" "containers" {
  solution_name         = "ContainerInsights"
  workspace_resource_id = azurerm_log_analytics_workspace.main.id
  workspace_name        = azurerm_log_analytics_workspace.main.name
  resource_group_name   = azurerm_resource_group.shop.name
  location              = azurerm_resource_group.shop.location

  plan {
    publisher = "Microsoft"
    product   = "OMSGallery/ContainerInsights"
  }
}

resource "azurerm_kubernetes_cluster" "shop" {
  name                      = "aks-shop"
  dns_prefix                = "shop"
  kubernetes_version        = "1.33"
  sku_tier                  = "Standard"
  private_cluster_enabled   = true
  automatic_upgrade_channel = "patch"
  node_os_upgrade_channel   = "SecurityPatch"
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
  azure_policy_enabled      = true
  disk_encryption_set_id    = azurerm_disk_encryption_set.nodes.id
  resource_group_name       = azurerm_resource_group.shop.name
  location                  = azurerm_resource_group.shop.location

  default_node_pool {
    name           = "system"
    node_count     = 3
    vm_size        = "Standard_D4s_v5"
    vnet_subnet_id = azurerm_subnet.nodes.id
    zones          = ["1", "2", "3"]
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.aks.id]
  }

  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    network_policy      = "cilium"
    network_data_plane  = "cilium"
    outbound_type       = "userAssignedNATGateway"
  }

  key_management_service {
    key_vault_key_id = azurerm_key_vault_key.etcd.id
  }

  oms_agent {
    log_analytics_workspace_id = azurerm_log_analytics_workspace.main.id
  }
}

resource "azurerm_kubernetes_cluster_node_pool" "work" {
  name                  = "work"
  kubernetes_cluster_id = azurerm_kubernetes_cluster.shop.id
  vm_size               = "Standard_D8s_v5"
  auto_scaling_enabled  = true
  min_count             = 2
  max_count             = 10
  vnet_subnet_id        = azurerm_subnet.nodes.id
}

resource "azurerm_key_vault" "shop" {
  name                          = "kv-shop-prod"
  tenant_id                     = data.azurerm_client_config.current.tenant_id
  sku_name                      = "premium"
  purge_protection_enabled      = true
  rbac_authorization_enabled    = true
  public_network_access_enabled = false
  resource_group_name           = azurerm_resource_group.shop.name
  location                      = azurerm_resource_group.shop.location
}

resource "azurerm_key_vault_key" "etcd" {
  name         = "etcd"
  key_vault_id = azurerm_key_vault.shop.id
  key_type     = "RSA"
  key_size     = 3072
  key_opts     = ["encrypt", "decrypt"]

  rotation_policy {
    expire_after = "P1Y"

    automatic {
      time_before_expiry = "P30D"
    }
  }
}

resource "azurerm_key_vault_key" "disks" {
  name         = "disks"
  key_vault_id = azurerm_key_vault.shop.id
  key_type     = "RSA"
  key_size     = 3072
  key_opts     = ["wrapKey", "unwrapKey"]
}

resource "azurerm_key_vault_secret" "sql" {
  name         = "sql-admin"
  key_vault_id = azurerm_key_vault.shop.id
  value        = var.sql_password
}

resource "azurerm_disk_encryption_set" "nodes" {
  name                = "des-nodes"
  key_vault_key_id    = azurerm_key_vault_key.disks.id
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_mssql_server" "shop" {
  name                          = "sql-shop-prod"
  version                       = "12.0"
  administrator_login           = "shopadmin"
  administrator_login_password  = var.sql_password
  minimum_tls_version           = "1.2"
  public_network_access_enabled = false
  resource_group_name           = azurerm_resource_group.shop.name
  location                      = azurerm_resource_group.shop.location

  azuread_administrator {
    login_username = "dba"
    object_id      = "00000000-0000-0000-0000-000000000001"
  }
}

resource "azurerm_mssql_database" "orders" {
  name           = "orders"
  server_id      = azurerm_mssql_server.shop.id
  sku_name       = "BC_Gen5_4"
  zone_redundant = true

  long_term_retention_policy {
    weekly_retention = "P12W"
  }

  short_term_retention_policy {
    retention_days = 14
  }
}

resource "azurerm_mssql_database" "reports" {
  name           = "reports"
  server_id      = azurerm_mssql_server.shop.id
  sku_name       = "GP_S_Gen5_2"
  zone_redundant = false
}

resource "azurerm_mssql_server_extended_auditing_policy" "shop" {
  server_id              = azurerm_mssql_server.shop.id
  log_monitoring_enabled = true
}

resource "azurerm_mssql_server_security_alert_policy" "shop" {
  resource_group_name = azurerm_resource_group.shop.name
  server_name         = azurerm_mssql_server.shop.name
  state               = "Enabled"
}

resource "azurerm_mssql_failover_group" "orders" {
  name      = "fog-orders"
  server_id = azurerm_mssql_server.shop.id
  databases = [azurerm_mssql_database.orders.id]

  partner_server {
    id = "/subscriptions/x/resourceGroups/rg/providers/Microsoft.Sql/servers/sql-shop-dr"
  }

  read_write_endpoint_failover_policy {
    mode          = "Automatic"
    grace_minutes = 60
  }
}

resource "azurerm_private_endpoint" "sql" {
  name                = "pe-sql"
  subnet_id           = azurerm_subnet.endpoints.id
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location

  private_service_connection {
    name                           = "sql"
    private_connection_resource_id = azurerm_mssql_server.shop.id
    subresource_names              = ["sqlServer"]
    is_manual_connection           = false
  }
}

resource "azurerm_private_dns_zone" "sql" {
  name                = "privatelink.database.windows.net"
  resource_group_name = azurerm_resource_group.shop.name
}

resource "azurerm_private_dns_zone_virtual_network_link" "sql" {
  name                  = "sql"
  resource_group_name   = azurerm_resource_group.shop.name
  private_dns_zone_name = azurerm_private_dns_zone.sql.name
  virtual_network_id    = azurerm_virtual_network.main.id
}

resource "azurerm_storage_account" "uploads" {
  name                          = "stshopuploads"
  account_tier                  = "Standard"
  account_replication_type      = "GZRS"
  account_kind                  = "StorageV2"
  shared_access_key_enabled     = false
  public_network_access_enabled = false
  resource_group_name           = azurerm_resource_group.shop.name
  location                      = azurerm_resource_group.shop.location

  blob_properties {
    versioning_enabled = true

    delete_retention_policy {
      days = 30
    }
  }
}

resource "azurerm_storage_container" "uploads" {
  name                  = "uploads"
  storage_account_id    = azurerm_storage_account.uploads.id
  container_access_type = "private"
}

resource "azurerm_storage_management_policy" "uploads" {
  storage_account_id = azurerm_storage_account.uploads.id

  rule {
    name    = "cool"
    enabled = true

    filters {
      blob_types = ["blockBlob"]
    }

    actions {
      base_blob {
        tier_to_cool_after_days_since_modification_greater_than = 60
      }
    }
  }
}

resource "azurerm_servicebus_namespace" "shop" {
  name                         = "sb-shop"
  sku                          = "Premium"
  capacity                     = 1
  premium_messaging_partitions = 1
  local_auth_enabled           = false
  resource_group_name          = azurerm_resource_group.shop.name
  location                     = azurerm_resource_group.shop.location
}

resource "azurerm_servicebus_queue" "mail" {
  name               = "mail"
  namespace_id       = azurerm_servicebus_namespace.shop.id
  max_delivery_count = 5
}

resource "azurerm_managed_redis" "sessions" {
  name                = "redis-shop"
  sku_name            = "Balanced_B5"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
}

resource "azurerm_cdn_frontdoor_profile" "shop" {
  name                = "afd-shop"
  resource_group_name = azurerm_resource_group.shop.name
  sku_name            = "Premium_AzureFrontDoor"
}

resource "azurerm_cdn_frontdoor_endpoint" "shop" {
  name                     = "shop"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.shop.id
}

resource "azurerm_cdn_frontdoor_origin_group" "shop" {
  name                     = "aks"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.shop.id

  load_balancing {
    sample_size = 4
  }
}

resource "azurerm_cdn_frontdoor_origin" "shop" {
  name                           = "aks"
  cdn_frontdoor_origin_group_id  = azurerm_cdn_frontdoor_origin_group.shop.id
  enabled                        = true
  certificate_name_check_enabled = true
  host_name                      = "ingress.shop.example.com"
}

resource "azurerm_cdn_frontdoor_route" "shop" {
  name                          = "all"
  cdn_frontdoor_endpoint_id     = azurerm_cdn_frontdoor_endpoint.shop.id
  cdn_frontdoor_origin_group_id = azurerm_cdn_frontdoor_origin_group.shop.id
  cdn_frontdoor_origin_ids      = [azurerm_cdn_frontdoor_origin.shop.id]
  patterns_to_match             = ["/*"]
  supported_protocols           = ["Https"]
}

resource "azurerm_cdn_frontdoor_custom_domain" "shop" {
  name                     = "shop"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.shop.id
  dns_zone_id              = azurerm_dns_zone.shop.id
  host_name                = "shop.example.com"

  tls {
    certificate_type = "ManagedCertificate"
  }
}

resource "azurerm_cdn_frontdoor_firewall_policy" "shop" {
  name                = "wafshop"
  resource_group_name = azurerm_resource_group.shop.name
  sku_name            = "Premium_AzureFrontDoor"
  enabled             = true
  mode                = "Prevention"

  managed_rule {
    type    = "Microsoft_DefaultRuleSet"
    version = "2.1"
    action  = "Block"
  }
}

resource "azurerm_cdn_frontdoor_security_policy" "shop" {
  name                     = "waf"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.shop.id

  security_policies {
    firewall {
      cdn_frontdoor_firewall_policy_id = azurerm_cdn_frontdoor_firewall_policy.shop.id
    }
  }
}

resource "azurerm_dns_zone" "shop" {
  name                = "shop.example.com"
  resource_group_name = azurerm_resource_group.shop.name
}

resource "azurerm_dns_cname_record" "shop" {
  name                = "www"
  zone_name           = azurerm_dns_zone.shop.name
  resource_group_name = azurerm_resource_group.shop.name
  ttl                 = 300
  record              = azurerm_cdn_frontdoor_endpoint.shop.host_name
}

resource "azurerm_monitor_diagnostic_setting" "aks" {
  name                       = "audit"
  target_resource_id         = azurerm_kubernetes_cluster.shop.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.main.id

  enabled_log {
    category = "kube-audit-admin"
  }
}

resource "azurerm_monitor_action_group" "oncall" {
  name                = "oncall"
  resource_group_name = azurerm_resource_group.shop.name
  short_name          = "oncall"

  email_receiver {
    name          = "oncall"
    email_address = "oncall@example.com"
  }
}

resource "azurerm_monitor_metric_alert" "cpu" {
  name                = "aks-cpu"
  resource_group_name = azurerm_resource_group.shop.name
  scopes              = [azurerm_kubernetes_cluster.shop.id]

  criteria {
    metric_namespace = "Microsoft.ContainerService/managedClusters"
    metric_name      = "node_cpu_usage_percentage"
    aggregation      = "Average"
    operator         = "GreaterThan"
    threshold        = 85
  }
}

resource "azurerm_application_insights" "shop" {
  name                = "appi-shop"
  application_type    = "web"
  workspace_id        = azurerm_log_analytics_workspace.main.id
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
}

resource "azurerm_security_center_subscription_pricing" "containers" {
  tier          = "Standard"
  resource_type = "Containers"
}

resource "azurerm_resource_policy_assignment" "aks" {
  name                 = "aks-baseline"
  resource_id          = azurerm_kubernetes_cluster.shop.id
  policy_definition_id = "/providers/Microsoft.Authorization/policySetDefinitions/a8640138-9b0a-4a28-b8cb-1666c838647d"
}

resource "azurerm_management_lock" "sql" {
  name       = "no-delete"
  scope      = azurerm_mssql_server.shop.id
  lock_level = "CanNotDelete"
}

resource "azurerm_recovery_services_vault" "main" {
  name                = "rsv-shop"
  sku                 = "Standard"
  soft_delete_enabled = true
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
}

resource "azurerm_bastion_host" "admin" {
  name                = "bas-shop"
  sku                 = "Developer"
  virtual_network_id  = azurerm_virtual_network.main.id
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
}
