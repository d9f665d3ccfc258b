core.register_action("nothing", { "http-req", "tcp-req" }, function(txn) end)
