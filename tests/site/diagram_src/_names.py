HOST = "shop.example.com"
